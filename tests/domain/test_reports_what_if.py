"""A what-if in words and tables: moves with the largest first, and everything marked as a what-if."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.domain.published import domain, figures, statement_figures
from tests.domain.test_surveys import tiny
from tna.domain.disclosure import Figures
from tna.domain.needs import DomainFigures
from tna.domain.reports.what_if import Sides, WhatIfReport, not_asked, people_each, what_if_report
from tna.domain.surveys import SurveyDefinition
from tna.domain.targets import with_levels
from tna.domain.what_if import WhatIf

TITLES = {"A": "Universal", "B": "Children's workforce"}
