"""Duplicates: what was reported before is found again, also reworded and with new figures; what is alike by chance is not."""

from __future__ import annotations

import datetime
import itertools

from conftest import ITEM, Office, Run
from proofreading import clean_sentences

from bulletin_cli.checks.duplicates import Archive, When

WHEN = When(datetime.date(2024, 1, 5), 1)
BODY = (
    "塔铺街道细化干部包联责任，通过上门走访、现场查看，逐一摸清居家老人和养老机构的实际需求，推动各项养老政策落到实处。"
    "街道共出动人员35人，排查一般安全隐患3个，均已责令整改。"
)


def archive_of(*bodies: str) -> Archive:
    archive = Archive()
    for number, body in enumerate(bodies):
        archive.add(WHEN, str(number), body)
    return archive


def test_an_update_with_new_figures_is_the_same_report() -> None:
    report = archive_of(BODY).alike(BODY.replace("35", "120").replace("3个", "18个"))
    assert report is not None
    assert report.called == "0"


def test_a_part_of_a_longer_report_is_found() -> None:
    assert archive_of(BODY + "爱心企业也走进敬老院，陪老人聊天、过节，送去米面油和衣物。" * 2).alike(BODY) is not None


def test_clean_sentences_of_others_are_not_alike() -> None:
    sentences = [text for text in clean_sentences() if len(text) > 40]
    archive = archive_of(*sentences)
    alike = {
        text: report.text
        for number, text in enumerate(sentences)
        if (report := archive.alike(text)) and report.called != str(number)
    }
    assert alike == {}


def test_only_earlier_reports_count() -> None:
    archive = archive_of(BODY)
    assert archive.alike(BODY, WHEN) is None
    assert archive.alike(BODY, When(WHEN.date, 2)) is not None
    assert archive.alike(BODY, When(datetime.date(2024, 1, 4), 9)) is None


def test_what_is_found_depends_on_no_hash_seed() -> None:
    bodies = [f"{BODY}{extra}" for extra in ("甲乙丙丁戊己庚辛", "子丑寅卯辰巳午未", "天地玄黄宇宙洪荒")]
    found = {archive_of(*order).alike(BODY) for order in itertools.permutations(bodies)}
    assert {report.text.removeprefix(BODY.replace("35", "00").replace("3个", "0个"))[:2] for report in found if report}


def write_reported(office: Office) -> None:
    office.issue("number = 37\ndate = 2024-08-16\n", folder="2024/37")
    office.item("塔铺.toml", ITEM.replace("截至7月底，新开工项目3个。", BODY), issue="2024/37")


def test_an_item_of_an_earlier_issue_is_named(office: Office, run: Run) -> None:
    write_reported(office)
    office.item(content=ITEM.replace("截至7月底，新开工项目3个。", BODY.replace("35", "41")))
    out = run("check", "38", cwd=office.root, exits=0).out
    assert (
        "甲.toml:4:8: DU101 警告 与2024年第37期的《开发区加快项目建设》（塔铺.toml）内容相近，可能已经登过，请核对"
        in out
    )
    assert "DU101" not in run("check", "37", exits=0).out, "the later one repeats the earlier"


def test_an_item_of_the_inbox_is_compared_with_every_issue(office: Office, run: Run) -> None:
    write_reported(office)
    office.write("inbox/又报.toml", ITEM.replace("截至7月底，新开工项目3个。", BODY))
    assert "DU101" in run("check", "inbox", cwd=office.root, exits=0).out


def test_two_items_of_an_issue_that_are_nearly_the_same_are_a_warning(office: Office, run: Run) -> None:
    office.item(content=ITEM.replace("截至7月底，新开工项目3个。", BODY))
    office.item("乙.toml", ITEM.replace("截至7月底，新开工项目3个。", BODY.replace("35", "36")))
    assert "乙.toml 相近" in run("check", "38", cwd=office.root, exits=0).out
