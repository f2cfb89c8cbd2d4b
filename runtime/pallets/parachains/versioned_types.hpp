/// Types with versions: receipts whose descriptors have versions, and
/// statements in disputes that approve several candidates at once.
/// Observed: polkadot-primitives 20.0.0, v8 and vstaging; version 3 of receipts: 24.0.0, v9. Spec: RFC-103
#pragma once

#include "primitives/parachain/ump_signals.hpp"
#include "runtime/pallets/parachains/types.hpp"

namespace serinus::polkadot_primitives::v8 {

using v5::SessionIndex;
using v5::ValidatorIndex;
using v5::ValidatorSignature;

/// For the validity of a candidate. A backer's statement counts, under the relay parent of the candidate.
struct ValidDisputeStatementKind {
    struct Explicit {
        friend bool operator==(Explicit, Explicit) = default;
    };
    struct BackingSeconded {
        Hash256 _0;
        friend bool operator==(const BackingSeconded&, const BackingSeconded&) = default;
    };
    struct BackingValid {
        Hash256 _0;
        friend bool operator==(const BackingValid&, const BackingValid&) = default;
    };
    struct ApprovalChecking {
        friend bool operator==(ApprovalChecking, ApprovalChecking) = default;
    };
    /// One signature for several candidates, the disputed one among them.
    struct ApprovalCheckingMultipleCandidates {
        std::vector<CandidateHash> _0;
        friend bool operator==(const ApprovalCheckingMultipleCandidates&,
                               const ApprovalCheckingMultipleCandidates&) = default;
    };
    std::variant<Explicit, BackingSeconded, BackingValid, ApprovalChecking, ApprovalCheckingMultipleCandidates> v;
    friend bool operator==(const ValidDisputeStatementKind&, const ValidDisputeStatementKind&) = default;
};

struct DisputeStatement {
    struct Valid {
        ValidDisputeStatementKind _0;
        friend bool operator==(const Valid&, const Valid&) = default;
    };
    struct Invalid {
        v5::InvalidDisputeStatementKind _0;
        friend bool operator==(const Invalid&, const Invalid&) = default;
    };
    std::variant<Valid, Invalid> v;

    bool indicates_validity() const { return std::holds_alternative<Valid>(v); }
    bool is_backing() const {
        if (!indicates_validity()) return false;
        const auto& kind = std::get<Valid>(v)._0.v;
        return std::holds_alternative<ValidDisputeStatementKind::BackingSeconded>(kind) ||
               std::holds_alternative<ValidDisputeStatementKind::BackingValid>(kind);
    }
    /// The candidates of a signature for several; nullptr: it is for one.
    const std::vector<CandidateHash>* candidates() const {
        const auto* const valid = std::get_if<Valid>(&v);
        const auto* const several =
            valid ? std::get_if<ValidDisputeStatementKind::ApprovalCheckingMultipleCandidates>(&valid->_0.v) : nullptr;
        return several ? &several->_0 : nullptr;
    }
    /// What is signed.
    Bytes signing_payload(const CandidateHash& candidate, SessionIndex session) const {
        using Kind = ValidDisputeStatementKind;
        using v5::CompactStatement;
        constexpr ByteArray<4> kDispute = {'D', 'I', 'S', 'P'};
        constexpr ByteArray<4> kApproval = {'A', 'P', 'P', 'R'};
        if (!indicates_validity()) return scale::encode(std::tuple(kDispute, false, candidate, session));
        const auto& kind = std::get<Valid>(v)._0.v;
        if (const auto* seconded = std::get_if<Kind::BackingSeconded>(&kind)) {
            return CompactStatement{CompactStatement::Seconded{candidate}}.signing_payload({session, seconded->_0});
        }
        if (const auto* valid = std::get_if<Kind::BackingValid>(&kind)) {
            return CompactStatement{CompactStatement::Valid{candidate}}.signing_payload({session, valid->_0});
        }
        if (std::holds_alternative<Kind::ApprovalChecking>(kind)) {
            return scale::encode(std::tuple(kApproval, candidate, session));
        }
        if (const auto* several = candidates()) {
            // One alone is signed as an approval of one is, without a length in front.
            if (several->size() == 1) return scale::encode(std::tuple(kApproval, several->front(), session));
            return scale::encode(std::tuple(kApproval, *several, session));
        }
        return scale::encode(std::tuple(kDispute, true, candidate, session));
    }
    friend bool operator==(const DisputeStatement&, const DisputeStatement&) = default;
};

/// Statements on one candidate.
struct DisputeStatementSet {
    CandidateHash candidate_hash;
    SessionIndex session{};
    std::vector<std::tuple<DisputeStatement, ValidatorIndex, ValidatorSignature>> statements;
    friend bool operator==(const DisputeStatementSet&, const DisputeStatementSet&) = default;
};
using MultiDisputeStatementSet = std::vector<DisputeStatementSet>;

}  // namespace serinus::polkadot_primitives::v8

namespace serinus::polkadot_primitives::vstaging {

using v5::BlockNumber;
using v5::CandidateCommitments;
using v5::CoreIndex;
using v5::SessionIndex;
using v5::ValidatorIndex;
using v5::ValidityAttestation;
using v9::TransposedClaimQueue;

struct InternalVersion {
    uint8_t _0{};
    friend bool operator==(InternalVersion, InternalVersion) = default;
};

enum class CandidateDescriptorVersion : uint8_t { V1, V2, V3, Unknown };

/// How versions are told apart.
enum class DescriptorRules : uint8_t {
    UpToV2,  ///< each reserved byte that is set makes a descriptor one of version 1. Observed:
             ///< polkadot-primitives 20.0.0
    UpToV3,  ///< only the first 16 of those that version 3 leaves reserved do. Observed: polkadot-primitives 24.0.0
};

/// What a candidate is, short. The bytes of version 1 that are a collator's key and signature have a meaning from
/// version 2 on: that is how the versions are told apart.
struct CandidateDescriptorV2 {
    ParaId para_id;
    Hash256 relay_parent;
    InternalVersion version;       ///< 0 is version 2, 1 is version 3, if the reserved bytes are zero
    uint16_t core_index{};         ///< where the candidate is to be backed
    SessionIndex session_index{};  ///< of the relay parent
    ByteArray<25> reserved1{};     ///< version 3: the first one is what the scheduling parent's session is later
    Hash256 persisted_validation_data_hash;
    Hash256 pov_hash;
    Hash256 erasure_root;
    ByteArray<64> reserved2{};  ///< version 3: begins with the scheduling parent
    Hash256 para_head;
    ValidationCodeHash validation_code_hash;

    CandidateDescriptorVersion kind(DescriptorRules rules) const {
        const bool knows_v3 = rules == DescriptorRules::UpToV3;
        const bool has_key_or_signature = knows_v3 ? std::any_of(reserved1.begin() + 1, reserved1.begin() + 17,
                                                                 [](uint8_t byte) { return byte != 0; })
                                                   : reserved1 != ByteArray<25>{} || reserved2 != ByteArray<64>{};
        if (has_key_or_signature) return CandidateDescriptorVersion::V1;
        if (version._0 == 0) return CandidateDescriptorVersion::V2;
        return version._0 == 1 && knows_v3 ? CandidateDescriptorVersion::V3 : CandidateDescriptorVersion::Unknown;
    }
    /// Whether a candidate may be taken where version 3 is known: no two versions if that is not switched on. Otherwise
    /// validators that know version 3 and those that do not would see different candidates.
    bool is_unambiguous(bool is_v3_enabled) const {
        const CandidateDescriptorVersion today = kind(DescriptorRules::UpToV3);
        if (today == CandidateDescriptorVersion::V3) return is_v3_enabled;
        return today == kind(DescriptorRules::UpToV2);
    }
    /// The core that the descriptor names; nullopt in version 1.
    std::optional<CoreIndex> core(DescriptorRules rules) const {
        return kind(rules) == CandidateDescriptorVersion::V1 ? std::nullopt : std::optional(CoreIndex{core_index});
    }
    /// The block that decides which core and which group the candidate has. Before version 3 the relay parent.
    Hash256 scheduling_parent(DescriptorRules rules) const {
        if (kind(rules) != CandidateDescriptorVersion::V3) return relay_parent;
        Hash256 out;
        std::copy_n(reserved2.begin(), out.bytes.size(), out.bytes.begin());
        return out;
    }
    /// Its session; nullopt in version 1, which names none.
    std::optional<SessionIndex> scheduling_session(DescriptorRules rules) const {
        switch (kind(rules)) {
            case CandidateDescriptorVersion::V2:
                return session_index;
            case CandidateDescriptorVersion::V3:
                return saturating_add(session_index, SessionIndex{reserved1[0]});
            default:
                return std::nullopt;
        }
    }
    friend bool operator==(const CandidateDescriptorV2&, const CandidateDescriptorV2&) = default;
};

struct CandidateReceiptV2 {
    CandidateDescriptorV2 descriptor;
    Hash256 commitments_hash;

    CandidateHash hash() const { return {hashing::blake2b_256(scale::encode(*this))}; }
    friend bool operator==(const CandidateReceiptV2&, const CandidateReceiptV2&) = default;
};

struct CommittedCandidateReceiptV2 {
    CandidateDescriptorV2 descriptor;
    CandidateCommitments commitments;

    CandidateReceiptV2 to_plain() const { return {descriptor, commitments.hash()}; }
    CandidateHash hash() const { return to_plain().hash(); }
    friend bool operator==(const CommittedCandidateReceiptV2&, const CommittedCandidateReceiptV2&) = default;
};

/// Whether a receipt's signals are good, and name the core that the descriptor does, under the claim queue of the
/// candidate's scheduling parent. Version 1 has no signals, version 3 at least one; a bare separator is none.
inline bool has_good_ump_signals(const CommittedCandidateReceiptV2& receipt, const TransposedClaimQueue& claims,
                                 DescriptorRules rules) {
    const auto signals = v9::ump_signals(receipt.commitments);
    if (!signals) return false;
    const CandidateDescriptorVersion kind = receipt.descriptor.kind(rules);
    if (kind == CandidateDescriptorVersion::V1) return signals->empty();
    if (kind == CandidateDescriptorVersion::Unknown) return false;
    if (kind == CandidateDescriptorVersion::V3 && signals->empty()) return false;

    const auto of_para = claims.find(receipt.descriptor.para_id);
    if (of_para == claims.end()) return false;
    const uint8_t offset = signals->select_core ? signals->select_core->claim_queue_offset : uint8_t{0};
    const auto at_offset = of_para->second.find(offset);
    if (at_offset == of_para->second.end() || at_offset->second.empty()) return false;
    const std::set<CoreIndex>& cores = at_offset->second;
    const CoreIndex named{receipt.descriptor.core_index};
    if (!signals->select_core && cores.size() > 1) return cores.contains(named);
    const size_t selector = signals->select_core ? signals->select_core->selector : 0;
    return *std::next(cores.begin(), static_cast<ptrdiff_t>(selector % cores.size())) == named;
}

/// A candidate with the signatures of its group.
struct BackedCandidate {
    CommittedCandidateReceiptV2 candidate;
    std::vector<ValidityAttestation> validity_votes;  ///< in the order of the bits that are set
    v5::Bits validator_indices;  ///< who has signed: a bit for each member of the group; then eight of a core's number

    /// The bits of the group, and the core behind them; no core if there are eight bits or fewer.
    struct Backers {
        v5::Bits group;
        std::optional<CoreIndex> core;
    };
    Backers backers() const {
        constexpr size_t kCoreBits = 8;
        if (validator_indices.size() <= kCoreBits) return {validator_indices, std::nullopt};
        const size_t members = validator_indices.size() - kCoreBits;
        Backers out{v5::Bits(members), CoreIndex{}};
        for (size_t i = 0; i < members; ++i) out.group.set(i, validator_indices[i]);
        for (size_t i = 0; i < kCoreBits; ++i) {
            if (validator_indices[members + i]) out.core->_0 |= uint32_t{1} << i;
        }
        return out;
    }
    void set_backers(const Backers& backers) {
        validator_indices = backers.group;
        if (!backers.core) return;
        for (size_t i = 0; i < 8; ++i) validator_indices.push_back((backers.core->_0 >> i & 1) != 0);
    }

    const CandidateDescriptorV2& descriptor() const { return candidate.descriptor; }
    CandidateHash hash() const { return candidate.hash(); }
    CandidateReceiptV2 receipt() const { return candidate.to_plain(); }
    friend bool operator==(const BackedCandidate&, const BackedCandidate&) = default;
};

/// What an author brings for parachains. `parent_header` tells that it is for this block.
struct InherentData {
    v5::UncheckedSignedAvailabilityBitfields bitfields;
    std::vector<BackedCandidate> backed_candidates;
    v8::MultiDisputeStatementSet disputes;
    primitives::Header parent_header;
    friend bool operator==(const InherentData&, const InherentData&) = default;
};

using BackersOfCandidate = std::pair<CandidateReceiptV2, std::vector<std::pair<ValidatorIndex, ValidityAttestation>>>;

/// The votes that a block has brought.
struct ScrapedOnChainVotes {
    SessionIndex session{};
    std::vector<BackersOfCandidate> backing_validators_per_candidate;
    v8::MultiDisputeStatementSet disputes;
};

}  // namespace serinus::polkadot_primitives::vstaging

namespace serinus::sdk {

namespace vstaging = polkadot_primitives::vstaging;

template <>
struct ParamsOf<vstaging::CandidateDescriptorV2> {
    using type = ParamH;
};
template <>
struct ParamsOf<vstaging::CandidateReceiptV2> {
    using type = ParamH;
};
template <>
struct ParamsOf<vstaging::CommittedCandidateReceiptV2> {
    using type = ParamH;
};
template <>
struct ParamsOf<vstaging::BackedCandidate> {
    using type = ParamH;
};
template <>
struct ParamsOf<vstaging::InherentData> {
    using type = List<Param<"HDR", primitives::Header>>;
};
template <>
struct ParamsOf<vstaging::ScrapedOnChainVotes> {
    using type = ParamH;
};

}  // namespace serinus::sdk

namespace serinus::scale {

/// Measured: tests/differential/heap.mjs
template <>
inline constexpr RustLayout kRustLayout<polkadot_primitives::v8::DisputeStatement>{36, 4};

}  // namespace serinus::scale
