"""How every process of carepath talks to Temporal: where it is, and that nothing readable goes there."""

from collections.abc import Sequence

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.client import Client
from temporalio.contrib.pydantic import PydanticPayloadConverter
from temporalio.converter import (
    CompositePayloadConverter,
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
)
from temporalio.envconfig import ClientConfig
from temporalio.runtime import Runtime

from workflows.codec import Encrypted
from workflows.patient import STATUS

_WARM = PydanticPayloadConverter()


class Warm(CompositePayloadConverter):
    """Temporal makes one for each run and each task. All share what pydantic needs 30 ms to learn about our types."""

    def __init__(self) -> None:
        super().__init__(*_WARM.converters.values())


def converter(secrets: Sequence[bytes]) -> DataConverter:
    """Error texts are encrypted as well."""
    return DataConverter(
        payload_converter_class=Warm,
        payload_codec=Encrypted(secrets),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )


async def connect(
    secrets: Sequence[bytes], *, identity: str, address: str | None = None, runtime: Runtime | None = None
) -> Client:
    """By the standard TEMPORAL_* settings and profiles; `address` is for a server that we started ourselves."""
    given = ClientConfig.load_client_connect_config()
    if address is not None:
        given = {"target_host": address}
    given.setdefault("target_host", "127.0.0.1:7233")
    return await Client.connect(
        **given, data_converter=converter(secrets), identity=identity, runtime=runtime
    )


async def register_search_attributes(client: Client) -> None:
    """Before any workflow names them: one that is unknown stops its workflow."""
    operator = client.operator_service
    known = await operator.list_search_attributes(ListSearchAttributesRequest(namespace=client.namespace))
    if STATUS.name not in known.custom_attributes:
        keyword = IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD
        await operator.add_search_attributes(
            AddSearchAttributesRequest(namespace=client.namespace, search_attributes={STATUS.name: keyword})
        )
