"""The check of a journey: rules with reason, fix and source practice, and what each map has done well."""

from waypost.journey.check.catalogue import RULES, Remark, Report, check, configured
from waypost.journey.check.reference import rules_markdown
from waypost.journey.check.rule import AUTHORING, Rule

__all__ = ["AUTHORING", "RULES", "Remark", "Report", "Rule", "check", "configured", "rules_markdown"]
