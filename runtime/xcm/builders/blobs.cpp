#include "runtime/xcm/builders/blobs.hpp"

#include "runtime/sdk/host/host.hpp"
#include "runtime/xcm/builders/routers.hpp"

namespace serinus::xcm {

namespace {

SendError send_error(SendError::Code code) { return SendError(code); }

/// The message as the other end runs it: who speaks, then what is said.
Program from_universe(const NetworkId& network, const Junctions& source, const Program& message) {
    Program out{{.op = Op::UniversalOrigin, .junction = Junction::global_consensus(network)}};
    if (!source.empty()) out.push({.op = Op::DescendOrigin, .interior = source});
    out.append(message);
    return out;
}

}  // namespace

Result<PricedTicket, SendError> BlobExporter::validate(const NetworkId& network, uint32_t, const Junctions& source,
                                                       const Junctions& destination, const Program& message) const {
    const Location bridged = network_();
    const Junction* const system = bridged.interior.first();
    ENSURE(system != nullptr && system->is(JunctionKind::GlobalConsensus) && *system->network == network,
           send_error(SendError::Code::NotApplicable));
    Junctions place = destination;
    ENSURE(place.push_front(*system), send_error(SendError::Code::NotApplicable));
    const auto version = version_of_({bridged.parents, place});
    ENSURE(version, send_error(SendError::Code::DestinationUnsupported));

    Junctions inside = source;
    const auto own_system = inside.take_first();
    ENSURE(own_system && own_system->is(JunctionKind::GlobalConsensus), send_error(SendError::Code::Unroutable));

    const auto last = message.last();
    const auto wrapped = VersionedXcm(from_universe(*own_system->network, inside, message)).into_version(*version);
    const auto to = VersionedInteriorLocation(place).into_version(*version);
    ENSURE(wrapped && to, send_error(SendError::Code::DestinationUnsupported));
    const XcmHash id = last && last->op == Op::SetTopic ? last->topic : sdk::host::blake2_256(wrapped->encoded()).bytes;
    return PricedTicket{{0, {0, place}, concat(to->encoded(), wrapped->encoded()), id}, price_()};
}

Result<XcmHash, SendError> BlobExporter::deliver(const Ticket& ticket) const {
    TRY(haul_(ticket.message));
    return ticket.id;
}

Result<PricedTicket, SendError> FirstExporter::validate(const NetworkId& network, uint32_t channel,
                                                        const Junctions& source, const Junctions& destination,
                                                        const Program& message) const {
    SERINUS_ASSERT(parts_.size() <= 16);
    for (uint32_t i = 0; i < parts_.size(); ++i) {
        auto validated = parts_[i]->validate(network, channel, source, destination, message);
        if (validated) validated->ticket.router = validated->ticket.router << 4 | i;
        if (validated || validated.error().code != SendError::Code::NotApplicable) return validated;
    }
    return Err(send_error(SendError::Code::NotApplicable));
}

Result<XcmHash, SendError> FirstExporter::deliver(const Ticket& ticket) const {
    const uint32_t part = ticket.router & 15;
    ENSURE(part < parts_.size(), send_error(SendError::Code::Unroutable));
    Ticket inner = ticket;
    inner.router >>= 4;
    return parts_[part]->deliver(inner);
}

Result<void, BlobError> BlobDispatcher::dispatch(BytesView blob) const {
    const Junctions here = here_();
    const Junction* const own_system = here.first();
    ENSURE(own_system != nullptr && own_system->is(JunctionKind::GlobalConsensus), BlobError::Unbridgable);

    scale::Decoder in(blob);
    BridgeMessage came;
    ENSURE(VersionedInteriorLocation::read(in, came.universal_dest) && VersionedXcm::read(in, came.message),
           BlobError::InvalidEncoding);
    const auto place = came.universal_dest.latest();
    ENSURE(place, BlobError::UnsupportedLocationVersion);
    const Junction* const system = place->first();
    ENSURE(system != nullptr && system->is(JunctionKind::GlobalConsensus), BlobError::NonUniversalDestination);
    ENSURE(*system == *own_system, BlobError::WrongGlobal);

    auto message = came.message.latest();
    ENSURE(message, BlobError::UnsupportedXcmVersion);
    if (auto instance = instance_()) {
        Program from_bridge{{.op = Op::DescendOrigin, .interior = *std::move(instance)}};
        from_bridge.append(*message);
        message = std::move(from_bridge);
    }
    ENSURE(send_xcm(router_, relative_to(*place, here), *message), BlobError::RoutingError);
    return {};
}

}  // namespace serinus::xcm
