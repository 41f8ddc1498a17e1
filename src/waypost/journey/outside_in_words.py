"""The English words `outside_in` weighs, by the part they play in a step's name. Verbs stand in their base form."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


CUSTOMER = words("""
    account-holder applicant borrower buyer caller candidate citizen claimant client consumer customer diner donor
    employee end-user enquirer guest lead learner member new-hire newcomer occupant participant passenger
    patient payer player policyholder prospect purchaser renter reader resident shopper student subscriber taxpayer
    tenant traveller traveler user viewer visitor""")
"""What companies call the person; the person says "I"."""

COMPANY = words("""
    accounting adjuster administration administrator admin advisor adviser agency agent ai ambassador automation app
    assistant associate attendant back-office bank barista billing board-member bot branch brand broker call-centre
    cashier centre chatbot chef clerk clinic clinician colleagues company concierge consultant contractor
    coordinator council counsellor courier crew csm dealer dealership department desk developer dispatcher doctor
    driver engine engineer engineering examiner expert faculty finance gp handler helpdesk host hostess hotline
    housekeeping hr inspector installer insurer kitchen lab laboratory lawyer lender logistics maintenance manager
    marketing mechanic merchant moderator neurologist nurse office officer operations operator org organisation
    organization pharmacist physician platform planner portal principal processor professional provider receptionist
    reception recruiter rep representative sales salesperson scheduler sdr secretary seller server service shop
    software specialist staff steward stewardess store supervisor supplier surveyor system teacher team tech
    technician teller therapist trainer tutor underwriter underwriting vendor volunteer waiter waitress warehouse
    website worker workflow""")
"""Who or what acts for a company."""

KIN = words("""
    accountant auditor baby boss boyfriend brother brothers boys child children co-founder colleague couple dad
    daughter daughters dog family father flatmate flatmates friend friends girlfriend girls grandmother grandparents
    house husband kid kids landlord lawyer mother mum neighbor neighbors neighbour neighbours owner parents partner
    sister son sons spouse tax-adviser wife board budget home holiday wedding trip car marriage money""")
"""Who and what belongs to the person's own life or firm."""

SERVING = words("""
    acknowledge activate address admit advise alert allocate analyse analyze announce answer approve arrange assess
    assign assist audit authenticate authorise authorize bill block brief calculate call capture check clean coach
    collect communicate complete conduct confirm consult contact contract coordinate create deactivate deliver demo
    deploy diagnose discharge dispatch display distribute educate email e-mail enable engage enrol enroll escalate
    escort establish estimate evaluate examine execute explain finalise finalize follow forward fulfil fulfill
    gather generate give grade grant greet guide hand handle help host identify implement inform initiate inspect
    install instruct introduce investigate invite invoice issue launch log mail make manage mark match monitor
    notify obtain offer onboard optimise optimize organise organize outline pack pair perform personalise
    personalize pick pitch portion prepare prescribe present process produce promote prompt propose provide
    provision publish qualify quote re-engage recommend record refer refund register reject release remind
    repair replenish reply request resolve respond restore retain retrieve return review route scan schedule screen
    segment select sell send serve service set settle ship show solve store submit suggest supply support survey
    target teach text track train transfer treat triage trigger update upsell validate verify visit welcome write""")
"""What a company does for or to somebody; a sign only with a company as its subject, or in the passive."""

ACTED_ON = words("""
    acquire admit allocate assign authenticate capture cross-sell convert deploy disburse discharge dispatch educate
    encourage engage enrol enroll escalate fulfil fulfill greet inform issue notify nurture obtain onboard
    prequalify process promote provision qualify re-engage rebook retain retarget screen seat segment serve target
    triage underwrite upsell validate welcome win-back""")
"""Orders that only the company's own staff are given."""

EITHER = words("""
    activate assess close collect communicate conduct deliver disburse drive gather generate handle identify
    initiate inspect issue measure monitor offer perform present provide recommend remind resolve route send ship
    solicit survey train""")
"""Orders that staff are given and that a customer seldom gives herself."""

NEUTRAL = words("""
    accept access add agree analyse analyze answer apply approve assemble attach attend authenticate authorise
    authorize begin bring build call cancel change chat check claim click collect compile complete configure confirm
    connect contact continue copy create customise customize define describe design discover discuss do download
    draft edit email enable end enter estimate evaluate exchange experience explain explore export file fill filter
    finish fix follow gain go hand help import inform inspect install interact introduce invite involve join land
    let link load log mail make manage mark measure message name navigate negotiate obtain onboard open operate
    organise organize park participate pass perform phone place plan post practise practice prepare present press
    print proceed provide purchase push put qualify raise rate reach receive recommend record redeem refer register
    reject renew reorder repair repeat replace reply report request research reserve resolve respond restart return
    review rewrite run save scan schedule scroll see seek select sell send set settle show sign skim solve sort
    speak specify stop store submit subscribe swap sync take talk tap test track train transfer trust turn type
    unbox understand unlock update upgrade upload validate verify view write""")
"""Verbs that speak for neither side; a name that begins with one is no process noun."""

FORM_VERBS = words("complete enter fill input provide submit")
FORM_OBJECTS = words("""
    credentials data detail details field fields form forms info information kyc paperwork questionnaire application
    registration request documentation""")

PROCESSES = words("""
    accreditation acquisition activation adjudication administration advocacy allocation approval assessment
    authentication authorisation authorization billing campaign clearance collection commissioning conversion
    creation decision deployment detection determination dispatch distribution dunning education engagement
    enrichment enrolment enrollment escalation evaluation examination execution follow-up fulfilment fulfillment
    generation handling handover handoff identification implementation inspection installation intake issuance
    issuing management monitoring negotiation notification nurturing onboarding optimisation optimization
    orientation outreach parsing porting preparation prevention procedure process processing procurement program
    programme promotion provisioning qualification questionnaire reconciliation registration release remarketing
    repatriation resolution retargeting retention review routing scheduling screening segmentation settlement survey
    targeting tracking triage validation verification workflow""")
"""What a step is called in a process chart."""

JARGON = words("""
    abm b2b b2c backend churn crm csat csm cta dunning funnel ivr kpi kyb kyc lifecycle mql nps nurture omnichannel
    onboarding onboarded pql prospect provisioning retarget sdr sla sql ticketing touchpoint upsell cross-sell""")
"""Words that customers do not use."""

JARGON_PHRASES = (
    "abandoned cart",
    "account manager",
    "customer success",
    "first contact",
    "follow-up call",
    "landing page",
    "lead capture",
    "lead form",
    "lead gen",
    "lead generation",
    "lead qualification",
    "loyalty enrolment",
    "master data",
    "push notification",
    "target audience",
    "target group",
    "drive traffic",
    "tier 1",
    "tier 2",
    "tier two",
    "win-back",
    "call to action",
    "value proposition",
    "brand awareness",
    "awareness campaign",
    "post-purchase",
    "pre-purchase",
    "post-stay",
    "pre-arrival",
    "quarterly business review",
)

OWN_VERBS = words("""
    appeal argue arrive ask board borrow browse buy celebrate choose compare complain consider convince crash dance
    decide dream drive eat enjoy fail fear feel fight find forget get give google graduate haggle hear hesitate hope
    ignore join justify keep learn leave like listen live look lose love make meet miss move need notice order pack
    panic pay pick play polish postpone queue read realise realize regret remember rent repay ride scroll search see
    sit skip sleep spend stand start stay struggle switch taste tell think threaten travel try unpack use visit wait
    wake walk want watch wear wish wonder work worry""")
"""What a person does or feels on her own account."""

GRIEF = words("""
    again badly broken can't cannot confused doesn't don't finally late lost never no nobody not nothing still stuck too
    without won't wrong""")
"""Words from the receiving end."""

EVERYDAY_CAPITALS = words(
    "AI AM API ATM CEO CV DIY DVD EU FAQ GP GPS HR ID IT MRI NHS OK PC PDF PIN PM QR SIM SMS TV UK US USB VAT"
)
"""Abbreviations that people use at home."""

FOREIGN = words("""
    al alla aus avec beim bei bij con das dem den der des della di die du ein eine einen el ella een et för für het
    ich il im ist je kund la las le les los lo med mein met mit nach naar och oder para pour por que sich sie sin su
    sur til und une un uma van vom von voor zum zur""")
"""Small words of neighbouring languages; none is an everyday English word."""

ENGLISH = words("""
    a about after again an and are at be by do for from get had has have he her his i if in is it its me my no not
    of off on or our out she so that the their them they this to up us was we what when where which who why with you
    your""")
