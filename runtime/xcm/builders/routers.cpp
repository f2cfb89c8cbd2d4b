#include "runtime/xcm/builders/routers.hpp"

#include "runtime/sdk/host/host.hpp"
#include "runtime/xcm/versioned.hpp"

namespace serinus::xcm {

Result<PricedTicket, SendError> FirstRouter::validate(const Location& destination, const Program& message) const {
    SERINUS_ASSERT(parts_.size() <= 16);
    for (uint32_t i = 0; i < parts_.size(); ++i) {
        auto validated = parts_[i]->validate(destination, message);
        if (validated) {
            SERINUS_ASSERT(validated->ticket.router >> 28 == 0);
            validated->ticket.router = validated->ticket.router << 4 | i;
            return validated;
        }
        if (validated.error().code != SendError::Code::NotApplicable) return validated;
    }
    return Err(SendError(SendError::Code::NotApplicable));
}

Result<XcmHash, SendError> FirstRouter::deliver(const Ticket& ticket) const {
    const uint32_t part = ticket.router & 15;
    ENSURE(part < parts_.size(), SendError(SendError::Code::Unroutable));
    Ticket inner = ticket;
    inner.router >>= 4;
    return parts_[part]->deliver(inner);
}

Result<PricedTicket, SendError> WithUniqueTopic::validate(const Location& destination, const Program& message) const {
    const auto last = message.last();
    const bool has_topic = last && last->op == Op::SetTopic;
    const XcmHash topic = has_topic ? last->topic : unique_(message.encoded());
    Program with_topic = message;
    if (!has_topic) with_topic.push({.op = Op::SetTopic, .topic = topic});
    auto validated = inner_.validate(destination, with_topic);
    if (validated) validated->ticket.id = topic;
    return validated;
}

Result<XcmHash, SendError> WithUniqueTopic::deliver(const Ticket& ticket) const {
    TRY(inner_.deliver(ticket));
    return ticket.id;
}

Result<PricedTicket, SendError> EnsureDecodable::validate(const Location& destination, const Program& message) const {
    ENSURE(is_decodable(VersionedXcm(message)), SendError(SendError::Code::Transport, "the message is not decodable"));
    return inner_.validate(destination, message);
}

XcmHash unique_topic(BytesView program) {
    static constexpr std::string_view kEntropyKey = ":intrablock_entropy";
    const auto stored = sdk::host::get(as_bytes(kEntropyKey));
    XcmHash entropy{};
    if (stored && stored->size() >= entropy.size()) std::copy_n(stored->begin(), entropy.size(), entropy.begin());

    scale::Encoder out;
    out.append(as_bytes("frame_system::unique"));
    out.append(program);
    out.append(entropy);
    const XcmHash topic = sdk::host::blake2_256(std::move(out).finish()).bytes;
    sdk::host::set(as_bytes(kEntropyKey), topic);
    return topic;
}

Result<std::pair<XcmHash, Assets>, SendError> send_xcm(const Router& router, const Location& destination,
                                                       const Program& message) {
    auto validated = TRY(router.validate(destination, message));
    const XcmHash id = TRY(router.deliver(validated.ticket));
    return std::pair(id, std::move(validated.price));
}

}  // namespace serinus::xcm
