"""The worker: carries patients on. Wires settings, database, Temporal, workflows and activities; imported by nothing."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack
from datetime import timedelta

import asyncpg
from temporalio.client import Client
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.runtime import (
    LoggingConfig,
    LoggingFormat,
    PrometheusConfig,
    Runtime,
    TelemetryConfig,
    TelemetryFilter,
)
from temporalio.service import RPCError, RPCStatusCode
from temporalio.worker import UnsandboxedWorkflowRunner, Worker, WorkerDeploymentConfig

from activities.catching import LOOK_EVERY as CATCH_UP_EVERY
from activities.catching import Catching
from activities.conferences import Conferences
from activities.delivering import ASK_EVERY, LOOK_EVERY, Delivering
from activities.gateways.mailbox import Mailbox
from activities.gateways.smtp_mail import SmtpMail, mail_server
from activities.gateways.twilio_sms import Account, TwilioSms
from activities.hearing import Hearing
from activities.links import Links
from activities.listening import listening
from activities.messages import Messages
from activities.recording import Recording
from activities.replying import Replying
from activities.saying import Saying
from activities.visits import Visits
from activities.ways import Gateways
from commandline.own_forms import askable
from database.pathways import kept_pathways
from database.pool import connect as connect_database
from database.stuck import recorded_since
from engine.series import Series
from logs import log_as_json
from pathways.clinic import CLINIC, CONFERENCES, TEXT_FIELDS
from settings import Settings, Unfit, read, surroundings
from templates.catalogue import load as load_templates
from workflows import known
from workflows.agenda import SeriesMemory
from workflows.codec import derived
from workflows.conference import CaseConferenceWorkflow
from workflows.conference_door import to_patients, to_series
from workflows.connection import connect, register_search_attributes
from workflows.door import workflow_id
from workflows.ordering import MESSAGES, PATIENTS, VISITS
from workflows.patient import PatientWorkflow
from workflows.releases import DEPLOYMENT, build_id, make_current_if_first

RECENT_MINUTES = 15
_log = logging.getLogger("carepath.worker")


async def main(settings: Settings) -> None:
    runtime = _runtime(settings)
    async with AsyncExitStack() as stack:
        pool = await stack.enter_async_context(await connect_database(settings.database_url, at_most=20))
        async with pool.acquire() as connection:
            for pathway in await kept_pathways(connection):
                known.learn(pathway)
        client = await connect(settings.secrets, identity="carepath-worker", runtime=runtime)
        await register_search_attributes(client)
        gateways = gateways_of(settings, pool)
        stack.push_async_callback(gateways.close)
        for worker in workers(client, pool, settings, gateways):
            await stack.enter_async_context(worker)
        await make_current_if_first(client, build_id(settings.build))
        hearing = Hearing(pool, to_patients(client), known.known, CLINIC)
        await stack.enter_async_context(listening(hearing.hear_next))
        replying = Replying(pool, gateways.texts, load_templates(), TEXT_FIELDS)
        await stack.enter_async_context(listening(replying.say_next))
        if isinstance(gateways.texts, TwilioSms):
            if settings.texts_from is not None and settings.texts_from.startswith("+"):
                catching = Catching(pool, gateways.texts, settings.texts_from)
                await stack.enter_async_context(listening(catching.catch_up, CATCH_UP_EVERY))
            delivering = Delivering(pool, gateways.texts, to_patients(client))
            await stack.enter_async_context(listening(delivering.tell_next, LOOK_EVERY))
            await stack.enter_async_context(listening(delivering.ask_next, ASK_EVERY))
        await _wake_the_recent(client, pool)
        _log.info("ready")
        await _asked_to_stop()
        _log.info("stopping: what is under way is finished first")


async def _wake_the_recent(client: Client, pool: asyncpg.Pool) -> None:
    """What a worker that was killed wrote, and Temporal never heard of, is taken up now (docs/decisions/0029)."""
    async with pool.acquire() as connection:
        patients = await recorded_since(connection, RECENT_MINUTES)
    for patient in patients:
        try:
            await client.get_workflow_handle(workflow_id(patient)).signal(PatientWorkflow.nudge)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:  # its workflow has ended
                raise


def gateways_of(settings: Settings, pool: asyncpg.Pool) -> Gateways:
    """The local mailbox plays the phones where there is no provider."""
    mail = None
    if settings.smtp is not None and settings.mail_from is not None:
        mail = SmtpMail(mail_server(settings.smtp, settings.mail_from, TEXT_FIELDS["clinic"]))
    if settings.twilio_account is None or settings.texts_from is None:
        return Gateways(texts=Mailbox(pool), mail=mail)
    account = Account(
        sid=settings.twilio_account,
        token=settings.twilio_tokens[0],
        sender=settings.texts_from,
        callbacks=settings.callbacks,
        address=settings.twilio,
    )
    return Gateways(texts=TwilioSms(account), mail=mail)


def workers(client: Client, pool: asyncpg.Pool, settings: Settings, gateways: Gateways) -> Iterator[Worker]:
    """One a queue, so that a slow provider holds up nobody else."""
    links = Links(base=settings.link, key=derived(settings.secrets[0], "links"))
    saying = Saying(load_templates(), TEXT_FIELDS, links, askable)
    version = WorkerDeploymentVersion(DEPLOYMENT, build_id(settings.build))
    deployment = WorkerDeploymentConfig(
        version=version, use_worker_versioning=True, default_versioning_behavior=VersioningBehavior.PINNED
    )
    recording = Recording(pool)
    series = SeriesMemory(series=Series(rules=CONFERENCES))
    conferences = Conferences(pool, to_series(client, series), to_patients(client))
    yield Worker(
        client,
        task_queue=PATIENTS,
        workflows=[PatientWorkflow, CaseConferenceWorkflow],
        activities=[
            *recording.activities,
            conferences.join_conference,
            conferences.leave_conference,
            conferences.record_conference,
            conferences.deliver_decision,
        ],
        # Replay tests guard what the sandbox would; it costs a fifth of the worker (docs/decisions/0018).
        workflow_runner=UnsandboxedWorkflowRunner(),
        max_cached_workflows=settings.cached_patients,
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=settings.warm_seconds),
        deployment_config=deployment,
        graceful_shutdown_timeout=timedelta(seconds=20),
    )
    yield Worker(
        client,
        task_queue=MESSAGES,
        activities=[Messages(pool, saying, gateways, CLINIC).send_message],
        max_task_queue_activities_per_second=settings.messages_per_second,
        deployment_config=deployment,
        graceful_shutdown_timeout=timedelta(seconds=20),
    )
    yield Worker(
        client,
        task_queue=VISITS,
        activities=[Visits(pool).schedule_visit],
        max_task_queue_activities_per_second=settings.visits_per_second,
        deployment_config=deployment,
        graceful_shutdown_timeout=timedelta(seconds=20),
    )


def _runtime(settings: Settings) -> Runtime:
    logging_config = LoggingConfig(filter=TelemetryFilter("WARN", "ERROR"), format=LoggingFormat.JSON)
    metrics = None
    if settings.metrics is not None:
        metrics = PrometheusConfig(
            bind_address=settings.metrics, counters_total_suffix=True, durations_as_seconds=True
        )
    return Runtime(telemetry=TelemetryConfig(logging=logging_config, metrics=metrics))


async def _asked_to_stop() -> None:
    asked = asyncio.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(one, asked.set)
    await asked.wait()


def run() -> None:
    """Refuses to start with all that is missing or wrong. Ends with os._exit: the client library may crash at exit."""
    try:
        settings = read(surroundings())
    except Unfit as unfit:
        sys.stderr.write(f"The worker cannot start:\n{unfit}\n")
        sys.exit(2)
    log_as_json(sys.stderr)
    asyncio.run(main(settings))
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    run()
