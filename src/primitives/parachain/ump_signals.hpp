/// What a candidate tells validators at the end of its upward messages: the core it is for, and a peer that it
/// approves. Spec: RFC-103. Observed: polkadot-primitives 26.0.0, v9, `CandidateUMPSignals` and
/// `parse_ump_signals_for_commitments`.
#pragma once

#include "primitives/parachain/claim_queue.hpp"
#include "primitives/parachain/receipt_version.hpp"

namespace serinus::polkadot_primitives::v9 {

/// The candidate is for the (selector modulo count)-th of its para's cores at this offset in the claim queue.
struct SelectCore {
    uint8_t selector{};
    uint8_t claim_queue_offset{};
    friend bool operator==(const SelectCore&, const SelectCore&) = default;
};

/// A peer id; its reputation with validators is to grow.
struct ApprovedPeer {
    scale::BoundedVec<uint8_t, 64> peer_id;
    friend bool operator==(const ApprovedPeer&, const ApprovedPeer&) = default;
};

struct UmpSignal {
    std::variant<SelectCore, ApprovedPeer> v;
    friend bool operator==(const UmpSignal&, const UmpSignal&) = default;
};

struct UmpSignals {
    std::optional<SelectCore> select_core;
    std::optional<ApprovedPeer> approved_peer;

    bool empty() const noexcept { return !select_core && !approved_peer; }
    friend bool operator==(const UmpSignals&, const UmpSignals&) = default;
};

enum class UmpSignalError : uint8_t {
    kUndecodable = 1,
    kDuplicate,     ///< two signals of one kind
    kTooMany,       ///< more than two
    kSignalInV1,    ///< version 1 has none
    kNoSignalInV3,  ///< version 3 has at least one
    kUnknownVersion,
    kNoAssignment,       ///< the para has no core at the offset
    kCoreNotAssigned,    ///< no selector, several cores, and the descriptor's core is none of them
    kOtherCoreSelected,  ///< the descriptor names another core than the selector
};

constexpr const char* to_string(UmpSignalError error) noexcept {
    switch (error) {
        case UmpSignalError::kUndecodable:
            return "a signal does not decode";
        case UmpSignalError::kDuplicate:
            return "two signals of one kind";
        case UmpSignalError::kTooMany:
            return "more than two signals";
        case UmpSignalError::kSignalInV1:
            return "signals in a receipt of version 1";
        case UmpSignalError::kNoSignalInV3:
            return "no signal in a receipt of version 3";
        case UmpSignalError::kUnknownVersion:
            return "a receipt of an unknown version";
        case UmpSignalError::kNoAssignment:
            return "the para has no core at this offset of the claim queue";
        case UmpSignalError::kCoreNotAssigned:
            return "the descriptor's core is not the para's";
        case UmpSignalError::kOtherCoreSelected:
            return "the descriptor names another core than the signal";
    }
    return "unknown";
}

/// How many upward messages are messages: those before the first empty one, which separates them from signals.
inline size_t count_without_signals(const v5::UpwardMessages& messages) noexcept {
    const auto separator = std::find_if(messages.begin(), messages.end(), [](const Bytes& one) { return one.empty(); });
    return static_cast<size_t>(separator - messages.begin());
}

/// The signals of a candidate. What stands behind a signal in its message is ignored, as it is there.
inline Result<UmpSignals, UmpSignalError> ump_signals(const v5::CandidateCommitments& commitments) {
    const auto& messages = commitments.upward_messages;
    UmpSignals out;
    const size_t first = count_without_signals(messages) + 1;
    for (size_t i = first; i < messages.size(); ++i) {
        if (i - first == 2) return UmpSignalError::kTooMany;
        BytesView input = messages[i];
        auto signal = scale::take<UmpSignal>(input);
        if (!signal) return UmpSignalError::kUndecodable;
        if (const auto* core = std::get_if<SelectCore>(&signal->v)) {
            if (out.select_core) return UmpSignalError::kDuplicate;
            out.select_core = *core;
        } else {
            if (out.approved_peer) return UmpSignalError::kDuplicate;
            out.approved_peer = std::get<ApprovedPeer>(std::move(signal->v));
        }
    }
    return out;
}

/// The signals of a candidate, checked against what the relay chain gives the para at the candidate's scheduling
/// parent. Backing, statements and collations are checked so; approvals and disputes never.
inline Result<UmpSignals, UmpSignalError> check_ump_signals(const v5::CandidateCommitments& commitments,
                                                            const CandidateDescriptor& descriptor,
                                                            const TransposedClaimQueue& claims) {
    TRY_ASSIGN(const UmpSignals signals, ump_signals(commitments));
    const DescriptorVersion version = version_of(descriptor);
    if (version.is_v1()) {
        if (!signals.empty()) return UmpSignalError::kSignalInV1;
        return UmpSignals{};
    }
    if (version.is_unknown()) return UmpSignalError::kUnknownVersion;
    if (version.is_v3() && signals.empty()) return UmpSignalError::kNoSignalInV3;

    const CoreIndex named{versioned_fields(descriptor).core_index};
    const auto of_para = claims.find(descriptor.para_id);
    if (of_para == claims.end()) return UmpSignalError::kNoAssignment;
    const uint8_t offset = signals.select_core ? signals.select_core->claim_queue_offset : uint8_t{0};
    const auto at_offset = of_para->second.find(offset);
    if (at_offset == of_para->second.end() || at_offset->second.empty()) return UmpSignalError::kNoAssignment;
    const std::set<CoreIndex>& cores = at_offset->second;
    if (!signals.select_core && cores.size() > 1) {
        if (!cores.contains(named)) return UmpSignalError::kCoreNotAssigned;
        return signals;
    }
    const size_t selector = signals.select_core ? signals.select_core->selector : 0;
    const CoreIndex selected = *std::next(cores.begin(), static_cast<ptrdiff_t>(selector % cores.size()));
    if (selected != named) return UmpSignalError::kOtherCoreSelected;
    return signals;
}

}  // namespace serinus::polkadot_primitives::v9
