/// ParaInherent: the extrinsic by which a block's author brings bitfields, candidates and votes in disputes.
///
/// An author gives what there is and gets what may be in the block; what is of no use, or does not fit, is dropped. A
/// block is executed by the same rules, and is invalid if anything would be dropped: so it brings candidates in the
/// order of their paras. Disputes come first and have the whole block, since what follows depends on them; then
/// bitfields, then candidates, whole chains of them, those with new code before the others, chosen at random where not
/// all fit.
///
/// A candidate needs the first claim of its para on a core that is free, and names that core: in its descriptor, or, of
/// version 1, behind the bits of its backers. In the last block of a session none is backed.
///
/// Up to version 2 of receipts a candidate is scheduled by the block on whose state it builds. One of version 3 names
/// the block that schedules it, which is one of the latest of this session; the one on whose state it builds may be
/// older.
///
/// Invariant: each block has the inherent once, or is none.
///
/// Observed: polkadot-runtime-parachains 21.0.1, paras_inherent/mod.rs; for receipts of version 3 27.0.0
#pragma once

#include "runtime/pallets/parachains/configuration/host_configuration.hpp"
#include "runtime/pallets/parachains/inclusion/inclusion.hpp"
#include "runtime/pallets/parachains/paras_inherent/inherent_limits.hpp"
#include "runtime/pallets/parachains/paras_inherent/weights.hpp"
#include "runtime/sdk/pallet.hpp"

namespace serinus::polkadot_runtime_parachains::paras_inherent {

using namespace sdk;
using configuration::SessionIndex;
using inclusion::AllowedRelayParents;
using inclusion::CandidatesOfParas;
using polkadot_primitives::CandidateHash;
using polkadot_primitives::ParaId;
using polkadot_primitives::v5::CoreIndex;
using polkadot_primitives::v5::ValidatorIndex;
using vstaging::BackersOfCandidate;
using vstaging::ScrapedOnChainVotes;
using ParachainsInherentData = vstaging::InherentData;

/// `T`: Configuration, Disputes, Inclusion, Initializer (`upcoming_session_change()`), ParentBlockRandomness (of Babe),
/// Scheduler, Shared, System, kWeights; `kDbWeight`.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    T::kDbWeight;
    typename T::Configuration;
    typename T::Disputes;
    typename T::Inclusion;
    typename T::Initializer;
    typename T::ParentBlockRandomness;
    typename T::Scheduler;
    typename T::Shared;
    typename T::System;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(paras_inherent::Configuration<T>);

    struct Storage {
        /// There as soon as the block has had the inherent.
        Value<Unit> Included;
        /// The votes that the block has brought, for nodes.
        Value<ScrapedOnChainVotes> OnChainVotes;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    enum class Error : uint8_t {
        /// The block has had the inherent already.
        TooManyInclusionInherents,
        /// The data is for a block on another parent.
        InvalidParentHeader,
        /// Something of the data may not be in the block.
        InherentDataFilteredDuringExecution,
        /// There are more candidates than free cores.
        UnscheduledCandidate,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Takes bitfields, candidates and votes in disputes. Must be in each block once. Origin: none.
    struct enter {
        static constexpr auto kClass = DispatchClass::Mandatory;
        ParachainsInherentData data;
        Weight weight() const;
        DispatchResultWithPostInfo operator()(None) const;
    };
    using Calls = List<At<0, enter>>;

    /// Nothing but the weight of on_finalize.
    static Weight on_initialize(BlockNumber) { return T::kDbWeight.reads_writes(1, 1); }
    /// Panics if the block has not had the inherent.
    static void on_finalize(BlockNumber now);

    static constexpr InherentIdentifier kInherentIdentifier = polkadot_primitives::v5::kParachainsInherentIdentifier;
    static std::optional<RuntimeCall> create_inherent(const InherentData& data);
    static bool is_inherent(const RuntimeCall& call) { return call.get_if<enter>() != nullptr; }

    static std::optional<ScrapedOnChainVotes> on_chain_votes() { return storage.OnChainVotes.get(); }

    /// What was taken of the data, and its weight.
    struct Processed {
        ParachainsInherentData data;
        Weight weight;
    };
    static Result<Processed, DispatchError> process_inherent_data(ParachainsInherentData data);

  private:
    using Host = configuration::Host;
    /// Cores on which paras may have candidates backed.
    using EligibleCores = std::map<ParaId, std::set<CoreIndex>>;
    using ChainsOfParas = std::map<ParaId, Chain>;

    struct Backed {
        CandidatesOfParas candidates;
        std::vector<BackersOfCandidate> votes;
    };
    /// Backs what may be, and moves the claim queue on.
    static Result<Backed, DispatchError> back_candidates(const Host& config, const std::set<CandidateHash>& invalid,
                                                         std::vector<BackedCandidate> candidates);
    /// The first claim of each core that is not occupied.
    static EligibleCores eligible_cores(const std::set<CoreIndex>& occupied);

    // What is dropped, in this order. A candidate takes all with it that build on it.

    static CandidatesOfParas sanitize_backed_candidates(const Host& config, const AllowedRelayParents& parents,
                                                        std::vector<BackedCandidate> candidates,
                                                        const std::set<CandidateHash>& invalid, EligibleCores eligible);
    /// Whether version, relay parent, scheduling parent, signals and session are good.
    static bool has_good_descriptor(const Host& config, const AllowedRelayParents& parents,
                                    const BackedCandidate& candidate);
    static void filter_unchained_candidates(const Host& config, const AllowedRelayParents& parents,
                                            ChainsOfParas& chains);
    static CandidatesOfParas map_candidates_to_cores(const AllowedRelayParents& parents, ChainsOfParas chains,
                                                     EligibleCores eligible);
    static std::optional<CoreIndex> core_of(const AllowedRelayParents& parents, const BackedCandidate& candidate);
    static void filter_backed_statements_from_disabled_validators(const Host& config,
                                                                  const AllowedRelayParents& parents,
                                                                  CandidatesOfParas& candidates);
    /// The validators that look after the core for this candidate.
    static std::optional<std::vector<ValidatorIndex>> group_of(const AllowedRelayParents& parents,
                                                               const BackedCandidate& candidate, CoreIndex core);
};

}  // namespace serinus::polkadot_runtime_parachains::paras_inherent
