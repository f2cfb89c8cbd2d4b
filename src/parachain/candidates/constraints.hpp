/// What a chain of candidates leaves for the next one to do: the relay chain's acceptance rules, applied ahead of it.
/// Observed: polkadot-node-subsystem-util 36.0.0, inclusion_emulator.
#pragma once

#include <map>
#include <memory>

#include "parachain/wire/node_types.hpp"
#include "primitives/parachain/backing_constraints.hpp"

namespace serinus::parachain {

using polkadot_primitives::ValidationCodeHash;
using polkadot_primitives::v5::CandidateCommitments;
using polkadot_primitives::v9::async_backing::Constraints;

/// A block of the relay chain that candidates are executed on.
struct RelayParent {
    Hash256 hash;
    BlockNumber number{};
    Hash256 storage_root;
    friend bool operator==(const RelayParent&, const RelayParent&) = default;
};

/// A candidate in a chain: what of it matters here. Shared by the chains of all leaves.
struct ProspectiveCandidate {
    CandidateCommitments commitments;
    PersistedValidationData validation_data;
    Hash256 pov_hash;
    ValidationCodeHash validation_code_hash;
};

/// Why a candidate does not fit behind others.
enum class ConstraintFault : uint8_t {
    kWatermarkNotAllowed = 1,  ///< neither the relay parent's number nor that of a block with messages
    kNoSuchHrmpChannel,
    kHrmpMessages,  ///< more than the channel takes
    kHrmpBytes,
    kUmpMessages,  ///< more than the queue takes
    kUmpBytes,
    kDmpMessages,  ///< more processed than there are
    kNoUpgradeToApply,
    kOtherCode,     ///< not the para's code
    kOtherInput,    ///< the validation data is not what follows from the candidates before
    kCodeTooLarge,  ///< new code
    kHeadTooLarge,
    kRelayParentTooOld,
    kDmpNotAdvanced,   ///< messages wait, and none was processed
    kUmpPerCandidate,  ///< more messages than one candidate may send
    kHrmpPerCandidate,
    kUpgradeRestricted,  ///< new code while the para may have none
    kHrmpOrder,          ///< recipients do not ascend strictly
};

const char* to_string(ConstraintFault fault) noexcept;

/// What candidates change of the constraints for those behind them.
struct Modifications {
    struct Watermark {
        BlockNumber number{};
        bool is_relay_parent = false;  ///< then it may be any number
        friend bool operator==(const Watermark&, const Watermark&) = default;
    };
    struct Sent {
        uint64_t bytes = 0;
        uint64_t messages = 0;
        friend bool operator==(const Sent&, const Sent&) = default;
    };
    std::optional<HeadData> required_parent;
    std::optional<Watermark> hrmp_watermark;
    std::map<ParaId, Sent> outbound_hrmp;
    uint64_t ump_messages = 0;
    uint64_t ump_bytes = 0;
    uint64_t dmp_messages = 0;
    bool applies_upgrade = false;

    /// Adds what a candidate behind these changes.
    void add(const Modifications& later);
    friend bool operator==(const Modifications&, const Modifications&) = default;
};

/// The constraints behind candidates with these modifications. Errors: kWatermarkNotAllowed to kNoUpgradeToApply.
Result<Constraints, ConstraintFault> apply(const Constraints& constraints, const Modifications& modifications);

/// Whether they may be applied, without a copy. A watermark is looked for among the valid ones even if they do not
/// ascend.
Result<void, ConstraintFault> check(const Constraints& constraints, const Modifications& modifications) noexcept;

/// What can be said of a candidate whose place is not known: code, sizes, relay parent, counts.
Result<void, ConstraintFault> check_commitments(const Constraints& constraints, BlockNumber relay_parent_number,
                                                const CandidateCommitments& commitments,
                                                const ValidationCodeHash& code) noexcept;

/// Whether a candidate may follow under exactly these constraints, and what it changes.
Result<Modifications, ConstraintFault> check_candidate(const Constraints& constraints, const RelayParent& relay_parent,
                                                       const ProspectiveCandidate& candidate);

}  // namespace serinus::parachain
