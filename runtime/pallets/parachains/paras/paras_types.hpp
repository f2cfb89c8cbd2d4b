/// What Paras stores.
/// Source: polkadot_runtime_parachains::paras 1.0.0 (polkadot-sdk v1.1.0). Observed:
/// polkadot-runtime-parachains 21.0.1
#pragma once

#include "codec/bit_sequence.hpp"
#include "runtime/pallets/parachains/configuration/host_configuration.hpp"

namespace serinus::polkadot_runtime_parachains::paras {

using namespace sdk;
using configuration::SessionIndex;
using polkadot_primitives::HeadData;
using polkadot_primitives::ParaId;
using polkadot_primitives::ValidationCode;
using polkadot_primitives::ValidationCodeHash;

/// Where a para is in its life. A parachain has a core of its own; a parathread has none.
enum class ParaLifecycle : uint8_t {
    Onboarding,  ///< its code is checked, or it waits for its session
    Parathread,
    Parachain,
    UpgradingParathread,
    DowngradingParachain,
    OffboardingParathread,
    OffboardingParachain,
};

/// How a para begins.
struct ParaGenesisArgs {
    HeadData genesis_head;
    ValidationCode validation_code;  ///< empty while it is kept elsewhere
    bool para_kind{};                ///< whether it is a parachain
    friend bool operator==(const ParaGenesisArgs&, const ParaGenesisArgs&) = default;
};

/// When code was replaced: when it was to be, and when it was.
template <class N>
struct ReplacementTimes {
    using Params = List<Param<"N", N>>;
    N expected_at{};
    N activated_at{};
    friend bool operator==(const ReplacementTimes&, const ReplacementTimes&) = default;
};

/// The code of a para that is kept for disputes, the oldest first.
template <class N>
struct ParaPastCodeMeta {
    using Params = List<Param<"N", N>>;
    std::vector<ReplacementTimes<N>> upgrade_times;
    std::optional<N> last_pruned;

    /// Forgets what was replaced up to block `max`, and gives when each was expected to be.
    std::vector<N> prune_up_to(N max) {
        std::vector<N> out;
        auto end = upgrade_times.begin();
        for (; end != upgrade_times.end() && end->activated_at <= max; ++end) {
            out.push_back(end->expected_at);
            last_pruned = end->activated_at;
        }
        upgrade_times.erase(upgrade_times.begin(), end);
        return out;
    }
    friend bool operator==(const ParaPastCodeMeta&, const ParaPastCodeMeta&) = default;
};

/// How code that was accepted comes into force.
enum class UpgradeStrategy : uint8_t {
    SetGoAheadSignal,      ///< with the first block of the para that can have seen the signal
    ApplyAtExpectedBlock,  ///< at its block, whatever the para does
};

/// Why validators vote on code.
template <class BlockNumber>
struct PvfCheckCause {
    using Params = List<Param<"BlockNumber", BlockNumber>>;
    struct Onboarding {
        ParaId _0;
        friend bool operator==(const Onboarding&, const Onboarding&) = default;
    };
    struct Upgrade {
        ParaId id;
        BlockNumber included_at;  ///< where the candidate that announced it was included
        UpgradeStrategy upgrade_strategy{};
        friend bool operator==(const Upgrade&, const Upgrade&) = default;
    };
    std::variant<Onboarding, Upgrade> v;

    ParaId para_id() const {
        const auto* const upgrade = std::get_if<Upgrade>(&v);
        return upgrade != nullptr ? upgrade->id : std::get<Onboarding>(v)._0;
    }
    friend bool operator==(const PvfCheckCause&, const PvfCheckCause&) = default;
};

/// Code that anybody may set as a para's, until a block.
template <class N>
struct AuthorizedCodeHashAndExpiry {
    using Params = List<Param<"T", N>>;
    ValidationCodeHash code_hash;
    N expire_at{};
    friend bool operator==(const AuthorizedCodeHashAndExpiry&, const AuthorizedCodeHashAndExpiry&) = default;
};

enum class PvfCheckOutcome : uint8_t { Accepted, Rejected };

/// A vote on code: a bit for each validator of the session.
template <class BlockNumber, class Cause = PvfCheckCause<BlockNumber>>
struct PvfCheckActiveVoteState {
    using Params = List<Param<"BlockNumber", BlockNumber>>;
    using Ballots = scale::BitSequence<scale::BitOrder::kLsb0>;

    Ballots votes_accept;
    Ballots votes_reject;
    SessionIndex age{};  ///< sessions that it has seen
    BlockNumber created_at{};
    std::vector<Cause> causes;

    /// Takes back all votes: another session has other validators.
    void reinitialize_ballots(size_t validators) { votes_accept = votes_reject = Ballots(validators); }
    /// nullopt: there is no such validator.
    std::optional<bool> has_vote(size_t validator) const {
        if (validator >= votes_accept.size() || validator >= votes_reject.size()) return std::nullopt;
        return votes_accept[validator] || votes_reject[validator];
    }
    std::optional<PvfCheckOutcome> quorum(size_t validators) const {
        const size_t needed = polkadot_primitives::v5::supermajority_threshold(validators);
        if (votes_accept.count_ones() >= needed) return PvfCheckOutcome::Accepted;
        if (votes_reject.count_ones() > validators - needed) return PvfCheckOutcome::Rejected;
        return std::nullopt;
    }
    friend bool operator==(const PvfCheckActiveVoteState&, const PvfCheckActiveVoteState&) = default;
};

/// Notified of the new head of a para.
template <class L>
concept OnNewHead =
    requires(polkadot_primitives::ParaId id, const polkadot_primitives::HeadData& head) { L::on_new_head(id, head); };

}  // namespace serinus::polkadot_runtime_parachains::paras
