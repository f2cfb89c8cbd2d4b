/// Statements in disputes over candidates, what an author brings into a block of the relay chain for parachains, and
/// what nodes read of it.
/// Source: polkadot_primitives 1.0.0, v5 (polkadot-sdk v1.1.0)
#pragma once

#include "primitives/parachain/candidate.hpp"

namespace serinus::polkadot_primitives::v5 {

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
    std::variant<Explicit, BackingSeconded, BackingValid, ApprovalChecking> v;
    friend bool operator==(const ValidDisputeStatementKind&, const ValidDisputeStatementKind&) = default;
};

enum class InvalidDisputeStatementKind : uint8_t { Explicit };

struct DisputeStatement {
    struct Valid {
        ValidDisputeStatementKind _0;
        friend bool operator==(const Valid&, const Valid&) = default;
    };
    struct Invalid {
        InvalidDisputeStatementKind _0;
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
    /// What is signed.
    Bytes signing_payload(const CandidateHash& candidate, SessionIndex session) const {
        using Kind = ValidDisputeStatementKind;
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

/// How a dispute stands.
struct DisputeState {
    Bits validators_for;  ///< a bit for each validator of the session
    Bits validators_against;
    BlockNumber start{};
    std::optional<BlockNumber> concluded_at;
    friend bool operator==(const DisputeState&, const DisputeState&) = default;
};

/// What an author brings for parachains. `parent_header` tells that it is for this block.
struct InherentData {
    UncheckedSignedAvailabilityBitfields bitfields;
    std::vector<BackedCandidate> backed_candidates;
    MultiDisputeStatementSet disputes;
    primitives::Header parent_header;
    friend bool operator==(const InherentData&, const InherentData&) = default;
};
inline constexpr ByteArray<8> kParachainsInherentIdentifier = {'p', 'a', 'r', 'a', 'c', 'h', 'n', '0'};

using BackersOfCandidate = std::pair<CandidateReceipt, std::vector<std::pair<ValidatorIndex, ValidityAttestation>>>;

/// The votes that a block has brought.
struct ScrapedOnChainVotes {
    SessionIndex session{};
    std::vector<BackersOfCandidate> backing_validators_per_candidate;
    MultiDisputeStatementSet disputes;
};

}  // namespace serinus::polkadot_primitives::v5
