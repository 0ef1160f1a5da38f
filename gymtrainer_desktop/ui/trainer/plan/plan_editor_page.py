"""The plan editor: a week of exercises, written, undone, kept as a draft, published."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import Denied
from gymtrainer_desktop.domain.plans import Plan
from gymtrainer_desktop.ui.shell.page import Crumb, Page, PageContext
from gymtrainer_desktop.ui.trainer.plan.draft_keeper import load_draft
from gymtrainer_desktop.ui.trainer.plan.editor_keys import add_editor_keys
from gymtrainer_desktop.ui.trainer.plan.plan_actions import PlanActions
from gymtrainer_desktop.ui.trainer.plan.plan_comparer import PlanComparer
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanDocument
from gymtrainer_desktop.ui.trainer.plan.plan_drafts import PlanDrafts
from gymtrainer_desktop.ui.trainer.plan.plan_facts import PlanFacts
from gymtrainer_desktop.ui.trainer.plan.plan_publisher import PlanPublisher
from gymtrainer_desktop.ui.trainer.plan.plan_review import PlanReview
from gymtrainer_desktop.ui.trainer.plan.plan_session import LoadedPlan, PlanSession, logged_of
from gymtrainer_desktop.ui.trainer.plan.plan_view import PlanView
from gymtrainer_desktop.ui.trainer.plan.week_follower import WeekFollower
from gymtrainer_desktop.ui.trainer.plan.weeks_shown import WeeksShown
from gymtrainer_desktop.ui.trainer.words import days_text, first_name, weeks_text
from gymtrainer_desktop.ui.widgets.states import StateStack


class PlanEditorPage(Page):
    """Writes a client's plan.

    `open` takes `member_id`, optionally the client's `name`, and `new`: a plan that replaces the running one.
    With `template`, the id of one, the new plan begins with what that prescribes.
    From a review it takes `exercise`, an id or a name, and in words what was done `last` and the `target`.
    """

    key: ClassVar[str] = "plan"
    tables: ClassVar[frozenset[str]] = frozenset(
        {"workout_plans", "workout_exercises", "trainer_assignments"}
    )

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._days = Weekday.week(context.gym.week_start)
        self.document = PlanDocument(self)
        self.session = PlanSession(self.document)
        self.view = PlanView(context, self.document, self._days)
        self._states = StateStack(self.view)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._states)
        view = self.view
        self.form, self.week, self.strip, self.banner = view.form, view.week, view.strip, view.banner
        self.look_button, self.publish_button = view.look_button, view.publish_button
        self.undo_button, self.redo_button = view.undo_button, view.redo_button
        self.shown = WeeksShown(self._context, self.session, view.strip)
        self.drafts = PlanDrafts(self._context, self.session, view)
        self.publisher = PlanPublisher(self._context, self.session, view, self.shown, self._days)
        self.comparer = PlanComparer(self._context, self.session, view, self._days)
        self.actions_of_plan = PlanActions(self._context, self.session, view, self.shown, self._days)
        self.review = PlanReview(self._context, self.session, view, self.shown)
        self.facts = PlanFacts(self.document, view)
        self.weeks = WeekFollower(self.session, view, self.shown)
        self._connect_signals()

    def open(self, **args: Any) -> None:
        """Take the client and whether the plan is new. What is being written for the same client stays."""
        self.drafts.keeper.flush()
        session = self.session
        member_id = args.get("member_id", session.member_id)
        is_new = bool(args.get("new", False))
        self.review.take(args)
        self.actions_of_plan.want_template(args.get("template"))
        goes_on = (
            session.is_loaded
            and member_id == session.member_id
            and (is_new == session.is_new or "new" not in args)
            and (self.document.is_dirty or bool(self.week.quick.text))
        )
        if goes_on:
            return
        session.member_id, session.is_new = member_id, is_new
        session.name = str(args.get("name") or "")
        session.is_loaded = False
        self._show_title()
        self._states.show_loading_anew()

    def refresh(self) -> None:
        """Load what is published. What is being written is never replaced by it."""
        session = self.session
        member_id = session.member_id
        if member_id is None or session.is_publishing:
            return
        self._states.show_loading()
        services, needs_draft = self.context.services, not session.is_loaded

        def load() -> LoadedPlan:
            client = services.trainers.client(member_id)
            week = services.plans.week(member_id)
            return LoadedPlan(
                client,
                services.plans.active(member_id),
                services.gym.today(),
                services.progress.maxima(member_id),
                load_draft(services.drafts, client.client.assignment_id) if needs_draft else None,
                logged_of(week) if week is not None else frozenset(),
            )

        self.context.tasks.query(self, load, self._on_loaded, self._on_load_failed, key="plan")

    def may_leave(self) -> bool:
        """Keep what is written as a draft; ask only when it could not be kept."""
        self.drafts.keeper.flush()
        return self._may_lose()

    def may_close(self) -> bool:
        """Likewise."""
        return self.may_leave()

    def publish(self) -> None:
        """Check everything, and say what the client will see change before it is sent."""
        self.publisher.ask()

    # Loading

    def _on_loaded(self, loaded: LoadedPlan) -> None:
        session = self.session
        session.hear(loaded)
        self.week.set_unit(self.shown.unit)
        self.week.set_maxima(loaded.maxima)
        self._say_whether_ended()
        if not session.is_loaded:
            self._begin(loaded)
        elif session.is_new:
            session.published = loaded.plan
        else:
            self._compare(loaded.plan)
        self._show_title()
        self._show_weeks()
        self._states.show_content()
        if not self.drafts.is_offering:
            self._on_ready()

    def _on_load_failed(self, exc: Exception) -> None:
        if not self.session.is_loaded:
            self._states.show_error(self.tr("The plan could not be loaded"), exc)
            return
        # What is being written stays in front; the next change or the next try tells more.
        self._states.show_content()
        if isinstance(exc, Denied):
            self._end(exc.message)
        else:
            self.context.notices.error(exc, self.tr("Your plan is still in the editor."))

    def _begin(self, loaded: LoadedPlan) -> None:
        """Fill the editor, and offer the draft there may be."""
        session, view = self.session, self.view
        view.form.clear_errors()
        view.week.quick.clear()
        view.review.hide()
        if not session.ended:
            view.banner.hide()
        session.begin(loaded.plan)
        view.details_button.setChecked(session.is_new)
        view.week.quick.set_day(Weekday.of(session.today))
        self.shown.begin()
        if session.is_new:
            view.form.title.setFocus()
        self.drafts.begin(loaded.draft)

    def _compare(self, plan: Plan | None) -> None:
        """Something changed in the database: follow it, or say so when something is written here."""
        session = self.session
        if plan is not None and session.target.is_on(plan):
            session.published = plan
            return
        if self.drafts.is_offering or self.document.is_dirty or self.week.quick.text:
            self.comparer.tell(plan)
            return
        session.is_new = False
        session.begin(plan)
        self.shown.begin()
        if plan is not None:
            self.context.notices.toast(self.tr("The plan was changed meanwhile: this is the newest version"))

    def _say_whether_ended(self) -> None:
        session = self.session
        if session.is_active:
            if session.ended:
                session.ended = ""
                self.view.banner.hide()
            self.publish_button.setEnabled(not self.drafts.is_offering and not session.is_publishing)
            self.publish_button.setToolTip("Ctrl+Enter")
            return
        name = first_name(session.name)
        self._end(self.tr("{0} is paused: the front desk can resume the training.").format(name))

    def _end(self, reason: str) -> None:
        """Nothing can be published for the client any more; what is written is kept and can be copied."""
        self.session.ended = reason
        self.publish_button.setEnabled(False)
        self.publish_button.setToolTip(reason)
        kept = self.tr("What you wrote is kept as a draft, and can still be copied.")
        self.view.tell(self.tr("The plan cannot be published."), f"{reason} {kept}")

    # Showing

    def _show_title(self) -> None:
        session, content = self.session, self.document.content
        name = session.name
        trail: tuple[Crumb, ...] = (Crumb(self.tr("My clients"), "clients"),)
        if name and session.member_id is not None:
            trail = (*trail, Crumb(name, "clients", {"member_id": session.member_id}))
        title = self.tr("New plan") if session.is_new else self.tr("Plan")
        self.set_title(title, "", trail)
        self.view.heading.setText(content.title or title)
        parts = [name, self._week_words() or weeks_text(content.duration_weeks)]
        if session.replaced is not None:
            replaces = self.tr("replaces “{0}”, whose history stays")
            parts.append(replaces.format(session.replaced.title[:60]))
        self.view.subheading.setText(" · ".join(part for part in parts if part))

    def _week_words(self) -> str:
        """Return "week 6 of 12, 16 – 22 Nov": the week that is shown."""
        number, weeks = self.shown.week, self.shown.weeks
        if not self.session.is_loaded or not 1 <= number <= len(weeks):
            return ""
        week = weeks[number - 1]
        words = self.tr("week {0} of {1}, {2}")
        return words.format(number, len(weeks), days_text(week.first, week.last))

    def _show_weeks(self) -> None:
        self.weeks.show()
        self._show_title()

    # Slots

    def _connect_signals(self) -> None:
        view = self.view
        self._states.retry_requested.connect(self.refresh)
        self.document.changed.connect(self._on_document_changed)
        self.shown.changed.connect(self._show_title)
        view.week.exercise_added.connect(self.publisher.hide_refusal)
        view.publish_button.clicked.connect(self.publish)
        view.retry_requested.connect(self.publisher.send)
        view.compare_requested.connect(self.comparer.look)
        self.publisher.published.connect(self._on_published)
        self.publisher.refused.connect(self.comparer.look)
        self.publisher.problem_chosen.connect(self._on_problem_chosen)
        self.comparer.publish_wanted.connect(self.publisher.send)
        self.comparer.ended.connect(self._end)
        self.drafts.continued.connect(self._on_draft_continued)
        self.drafts.decided.connect(self._on_ready)
        self.drafts.compare_wanted.connect(self.comparer.show_differences)
        add_editor_keys(self, view, self.document)

    def _on_ready(self) -> None:
        """What is written is in the editor: do what the page was opened for."""
        self.review.show()
        self.actions_of_plan.take_wanted()

    def _on_document_changed(self) -> None:
        if self.session.is_loaded:
            self.shown.update()

    def _on_published(self, plan: Plan) -> None:
        session = self.session
        self.drafts.keeper.discard()
        session.took(plan)
        self.view.review.hide()
        self.view.details_button.setChecked(False)
        self.context.notices.toast(self.tr("Plan published, {0} was told").format(first_name(session.name)))
        if self.isVisible():
            self.context.navigate("clients", {"member_id": session.member_id, "tab": "plan"})

    def _on_problem_chosen(self, id: UUID) -> None:
        self.week.focus_exercise(id)

    def _on_draft_continued(self, is_changed: bool) -> None:
        self._show_title()
        self.view.details_button.setChecked(self.session.is_new)
        if is_changed:
            self.comparer.tell(self.session.published)

    def _may_lose(self) -> bool:
        problem = self.drafts.keeper.problem
        if not problem or not (self.document.is_dirty or self.week.quick.text):
            return True
        return self.context.notices.question(
            self.tr("Leave without a draft?"),
            self.tr("What you changed could not be kept: {0} It is lost when the window is closed.").format(
                problem
            ),
            self.tr("Leave"),
            destructive=True,
            cancel_text=self.tr("Keep writing"),
        )

    def _context(self) -> PageContext:
        return self.context
