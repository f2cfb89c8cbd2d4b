#include "parachain/candidates/constraints.hpp"

#include "primitives/parachain/ump_signals.hpp"

namespace serinus::parachain {
namespace {

using Channel = polkadot_primitives::v9::async_backing::OutboundHrmpChannelLimitations;

/// The entry of a para; the runtime gives one for each channel. nullptr if there is none.
template <class Channels>
auto* find_channel(Channels& channels, ParaId para) noexcept {
    const auto found =
        std::find_if(channels.begin(), channels.end(), [&](const auto& one) { return one.first == para; });
    return found == channels.end() ? nullptr : &found->second;
}

Result<void, ConstraintFault> check_sent(const Constraints& constraints, const Modifications& modifications) noexcept {
    for (const auto& [para, sent] : modifications.outbound_hrmp) {
        const Channel* channel = find_channel(constraints.hrmp_channels_out, para);
        if (channel == nullptr) return Err(ConstraintFault::kNoSuchHrmpChannel);
        if (sent.bytes > channel->bytes_remaining) return Err(ConstraintFault::kHrmpBytes);
        if (sent.messages > channel->messages_remaining) return Err(ConstraintFault::kHrmpMessages);
    }
    if (modifications.ump_messages > constraints.ump_remaining) return Err(ConstraintFault::kUmpMessages);
    if (modifications.ump_bytes > constraints.ump_remaining_bytes) return Err(ConstraintFault::kUmpBytes);
    if (modifications.dmp_messages > constraints.dmp_remaining_messages.size()) {
        return Err(ConstraintFault::kDmpMessages);
    }
    if (modifications.applies_upgrade && !constraints.future_validation_code) {
        return Err(ConstraintFault::kNoUpgradeToApply);
    }
    return {};
}

}  // namespace

const char* to_string(ConstraintFault fault) noexcept {
    switch (fault) {
        case ConstraintFault::kWatermarkNotAllowed:
            return "the HRMP watermark is not allowed";
        case ConstraintFault::kNoSuchHrmpChannel:
            return "a message for a channel that there is not";
        case ConstraintFault::kHrmpMessages:
            return "more messages than a channel takes";
        case ConstraintFault::kHrmpBytes:
            return "more bytes than a channel takes";
        case ConstraintFault::kUmpMessages:
            return "more upward messages than the queue takes";
        case ConstraintFault::kUmpBytes:
            return "more bytes of upward messages than the queue takes";
        case ConstraintFault::kDmpMessages:
            return "more downward messages processed than there are";
        case ConstraintFault::kNoUpgradeToApply:
            return "no code upgrade to apply";
        case ConstraintFault::kOtherCode:
            return "other code than the para's";
        case ConstraintFault::kOtherInput:
            return "other validation data than follows from the candidates before";
        case ConstraintFault::kCodeTooLarge:
            return "the new code is too large";
        case ConstraintFault::kHeadTooLarge:
            return "the head is too large";
        case ConstraintFault::kRelayParentTooOld:
            return "the relay parent is too old";
        case ConstraintFault::kDmpNotAdvanced:
            return "downward messages wait and none was processed";
        case ConstraintFault::kUmpPerCandidate:
            return "more upward messages than a candidate may send";
        case ConstraintFault::kHrmpPerCandidate:
            return "more horizontal messages than a candidate may send";
        case ConstraintFault::kUpgradeRestricted:
            return "new code while upgrades are restricted";
        case ConstraintFault::kHrmpOrder:
            return "recipients of horizontal messages do not ascend";
    }
    return "unknown";
}

void Modifications::add(const Modifications& later) {
    if (later.required_parent) required_parent = later.required_parent;
    if (later.hrmp_watermark) hrmp_watermark = later.hrmp_watermark;
    for (const auto& [para, sent] : later.outbound_hrmp) {
        Sent& sum = outbound_hrmp[para];
        sum.bytes += sent.bytes;
        sum.messages += sent.messages;
    }
    ump_messages += later.ump_messages;
    ump_bytes += later.ump_bytes;
    dmp_messages += later.dmp_messages;
    applies_upgrade = applies_upgrade || later.applies_upgrade;
}

Result<Constraints, ConstraintFault> apply(const Constraints& constraints, const Modifications& modifications) {
    const auto& watermarks = constraints.hrmp_inbound.valid_watermarks;
    auto first_left = watermarks.begin();
    if (const auto& watermark = modifications.hrmp_watermark) {
        // The watermark itself stays valid: the next candidate may have read nothing new.
        first_left = std::lower_bound(watermarks.begin(), watermarks.end(), watermark->number);
        const bool is_valid = first_left != watermarks.end() && *first_left == watermark->number;
        if (!is_valid && !watermark->is_relay_parent) return Err(ConstraintFault::kWatermarkNotAllowed);
    }
    TRY(check_sent(constraints, modifications));

    Constraints out = constraints;
    if (modifications.required_parent) out.required_parent = *modifications.required_parent;
    out.hrmp_inbound.valid_watermarks.assign(first_left, watermarks.end());
    for (const auto& [para, sent] : modifications.outbound_hrmp) {
        Channel* channel = find_channel(out.hrmp_channels_out, para);
        channel->bytes_remaining -= static_cast<uint32_t>(sent.bytes);
        channel->messages_remaining -= static_cast<uint32_t>(sent.messages);
    }
    out.ump_remaining -= static_cast<uint32_t>(modifications.ump_messages);
    out.ump_remaining_bytes -= static_cast<uint32_t>(modifications.ump_bytes);
    out.dmp_remaining_messages.erase(
        out.dmp_remaining_messages.begin(),
        out.dmp_remaining_messages.begin() + static_cast<ptrdiff_t>(modifications.dmp_messages));
    if (modifications.applies_upgrade) {
        out.validation_code_hash = constraints.future_validation_code->second;
        out.future_validation_code.reset();
    }
    return out;
}

Result<void, ConstraintFault> check(const Constraints& constraints, const Modifications& modifications) noexcept {
    const auto& watermarks = constraints.hrmp_inbound.valid_watermarks;
    if (const auto& watermark = modifications.hrmp_watermark; watermark && !watermark->is_relay_parent) {
        if (std::find(watermarks.begin(), watermarks.end(), watermark->number) == watermarks.end()) {
            return Err(ConstraintFault::kWatermarkNotAllowed);
        }
    }
    return check_sent(constraints, modifications);
}

Result<void, ConstraintFault> check_commitments(const Constraints& constraints, BlockNumber relay_parent_number,
                                                const CandidateCommitments& commitments,
                                                const ValidationCodeHash& code) noexcept {
    if (constraints.validation_code_hash != code) return Err(ConstraintFault::kOtherCode);
    if (commitments.head_data._0.size() > constraints.max_head_data_size) return Err(ConstraintFault::kHeadTooLarge);
    if (relay_parent_number < constraints.min_relay_parent_number) return Err(ConstraintFault::kRelayParentTooOld);
    if (const auto& new_code = commitments.new_validation_code) {
        if (constraints.upgrade_restriction) return Err(ConstraintFault::kUpgradeRestricted);
        if (new_code->_0.size() > constraints.max_code_size) return Err(ConstraintFault::kCodeTooLarge);
    }
    if (commitments.horizontal_messages.size() > constraints.max_hrmp_num_per_candidate) {
        return Err(ConstraintFault::kHrmpPerCandidate);
    }
    return {};
}

Result<Modifications, ConstraintFault> check_candidate(const Constraints& constraints, const RelayParent& relay_parent,
                                                       const ProspectiveCandidate& candidate) {
    const CandidateCommitments& commitments = candidate.commitments;
    Modifications out;
    out.required_parent = commitments.head_data;
    out.hrmp_watermark = {commitments.hrmp_watermark, commitments.hrmp_watermark == relay_parent.number};
    std::optional<ParaId> last;
    for (const auto& message : commitments.horizontal_messages) {
        if (last && *last >= message.recipient) return Err(ConstraintFault::kHrmpOrder);
        last = message.recipient;
        out.outbound_hrmp[message.recipient] = {message.data.size(), 1};
    }
    out.ump_messages = polkadot_primitives::v9::count_without_signals(commitments.upward_messages);
    for (size_t i = 0; i < out.ump_messages; ++i) out.ump_bytes += commitments.upward_messages[i].size();
    out.dmp_messages = commitments.processed_downward_messages;
    out.applies_upgrade =
        constraints.future_validation_code && relay_parent.number >= constraints.future_validation_code->first;

    TRY(check_commitments(constraints, relay_parent.number, commitments, candidate.validation_code_hash));
    const PersistedValidationData& data = candidate.validation_data;
    if (data.parent_head != constraints.required_parent || data.relay_parent_number != relay_parent.number ||
        data.relay_parent_storage_root != relay_parent.storage_root || data.max_pov_size != constraints.max_pov_size) {
        return Err(ConstraintFault::kOtherInput);
    }
    const auto& waiting = constraints.dmp_remaining_messages;
    if (out.dmp_messages == 0 && !waiting.empty() && waiting.front() <= relay_parent.number) {
        return Err(ConstraintFault::kDmpNotAdvanced);
    }
    if (out.ump_messages > constraints.max_ump_num_per_candidate) return Err(ConstraintFault::kUmpPerCandidate);
    TRY(check(constraints, out));
    return out;
}

}  // namespace serinus::parachain
