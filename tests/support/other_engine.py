"""The patient's workflow as a later release might have it: the same decisions, recorded a moment later."""

from datetime import timedelta

from temporalio import workflow

from workflows.memory import PatientMemory
from workflows.patient import PatientWorkflow


@workflow.defn(name="Patient")
class RecordsLater(PatientWorkflow):
    @workflow.init
    def __init__(self, memory: PatientMemory) -> None:
        super().__init__(memory)

    @workflow.run
    async def run(self, memory: PatientMemory) -> None:
        await super().run(memory)

    async def _record(self) -> None:
        if not self.mind.is_all_written():
            await workflow.sleep(timedelta(milliseconds=1))
        await super()._record()
