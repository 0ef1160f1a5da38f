"""All services of one signed-in person, as the pages get them."""

from __future__ import annotations

from gymtrainer_desktop.database.drafts import DraftStore
from gymtrainer_desktop.database.engine import Database, Identity
from gymtrainer_desktop.domain.people import SignedIn
from gymtrainer_desktop.services.assignments import AssignmentsService
from gymtrainer_desktop.services.audit import AuditService
from gymtrainer_desktop.services.backups import BackUpsService
from gymtrainer_desktop.services.bulk import BulkService
from gymtrainer_desktop.services.cards import CardsService
from gymtrainer_desktop.services.client_records import ClientRecordsService
from gymtrainer_desktop.services.drafts import DraftsService
from gymtrainer_desktop.services.exercises import ExercisesService
from gymtrainer_desktop.services.exports import ExportsService
from gymtrainer_desktop.services.gym import ComputerFacts, GymService, computer_facts
from gymtrainer_desktop.services.handover import HandoverService
from gymtrainer_desktop.services.import_names import ImportNamesService
from gymtrainer_desktop.services.member_import import MemberImportService
from gymtrainer_desktop.services.messages import MessagesService
from gymtrainer_desktop.services.my_training import MyTrainingService
from gymtrainer_desktop.services.notes import NotesService
from gymtrainer_desktop.services.notifications import NotificationsService
from gymtrainer_desktop.services.outbox import OutboxService
from gymtrainer_desktop.services.people import PeopleService
from gymtrainer_desktop.services.persons import PersonsService
from gymtrainer_desktop.services.plans import PlansService
from gymtrainer_desktop.services.progress import ProgressService
from gymtrainer_desktop.services.recording import RecordingService
from gymtrainer_desktop.services.refused import RefusedService
from gymtrainer_desktop.services.reports import ReportsService
from gymtrainer_desktop.services.stations import StationsService
from gymtrainer_desktop.services.templates import TemplatesService
from gymtrainer_desktop.services.trainers import TrainersService
from gymtrainer_desktop.services.waitlist import WaitlistService
from gymtrainer_desktop.services.workouts import WorkoutsService


class GymServices:
    """The services, all bound to one identity.

    Attributes:
        identity: The session.
        person: Who is signed in.
        places: Words for the settings page that only the composition root knows: mode, where the data
            lies, where secrets are kept.
    """

    def __init__(
        self,
        database: Database,
        identity: Identity,
        person: SignedIn,
        drafts: DraftStore,
        outbox: OutboxService,
    ) -> None:
        self._database = database
        self.identity = identity
        self.person = person
        self.places: dict[str, str] = {}
        self.backups = BackUpsService(database, identity)
        self.gym = GymService(database, identity)
        self.stations = StationsService(database, identity)
        self.people = PeopleService(database, identity)
        self.member_import = MemberImportService(database, identity)
        self.persons = PersonsService(database, identity)
        self.trainers = TrainersService(database, identity)
        self.assignments = AssignmentsService(database, identity)
        self.bulk = BulkService(database, identity)
        self.handover = HandoverService(database, identity)
        self.reports = ReportsService(database, identity)
        self.audit = AuditService(database, identity)
        self.exports = ExportsService(database, identity)
        self.waitlist = WaitlistService(database, identity)
        self.plans = PlansService(database, identity)
        self.templates = TemplatesService(database, identity)
        self.exercises = ExercisesService(database, identity)
        self.workouts = WorkoutsService(database, identity)
        self.outbox = outbox
        self.recording = RecordingService(identity, person, self.workouts, outbox)
        self.cards = CardsService(database, identity)
        self.import_names = ImportNamesService(database, identity)
        self.refused = RefusedService(database, identity)
        self.progress = ProgressService(database, identity)
        self.client_records = ClientRecordsService(database, identity)
        self.drafts = DraftsService(drafts, person, outbox.clock)
        self.notes = NotesService(database, identity)
        self.messages = MessagesService(database, identity)
        self.my_training = MyTrainingService(database, identity)
        self.notifications = NotificationsService(database, identity)

    def computer(self) -> ComputerFacts:
        """Return what this computer works with: server, schema, places."""
        return computer_facts(self._database, self.identity, self.places)
