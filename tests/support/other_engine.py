"""The patient's workflow as a later release might have it: the same decisions, but acted on before they are recorded."""

import asyncio

from temporalio import workflow

from workflows.memory import PatientMemory
from workflows.patient import PatientWorkflow


@workflow.defn(name="Patient")
class ActsFirst(PatientWorkflow):
    @workflow.init
    def __init__(self, memory: PatientMemory) -> None:
        super().__init__(memory)

    @workflow.run
    async def run(self, memory: PatientMemory) -> None:
        await super().run(memory)

    async def _record(self) -> None:
        if self.saved < self.changes:
            self._act()
            await asyncio.sleep(0)  # so that what is acted on is asked for first
        await super()._record()
