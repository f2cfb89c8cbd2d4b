/// ParaInherent: the extrinsic by which a block's author brings bitfields, candidates and votes in disputes.
///
/// One function has two rules. An author gives what there is and gets what fits (create_inherent); a block that holds
/// more than fits is refused (enter). What is of no use is dropped by both without a word: a wrong bitfield makes no
/// block invalid. Disputes come first and have the whole block, since what follows depends on them; then bitfields,
/// then candidates, those with new code before the others, chosen at random where not all fit.
///
/// Invariant: each block has the inherent once, or is none.
///
/// Source: polkadot_runtime_parachains::paras_inherent 1.0.0 (polkadot-sdk v1.1.0)
#pragma once

#include "runtime/pallets/parachains/configuration/host_configuration.hpp"
#include "runtime/pallets/parachains/paras_inherent/weights.hpp"
#include "runtime/pallets/parachains/types.hpp"
#include "runtime/sdk/pallet.hpp"

namespace serinus::polkadot_runtime_parachains::paras_inherent {

using namespace sdk;
using configuration::SessionIndex;
using polkadot_primitives::CandidateHash;
using polkadot_primitives::v5::BackedCandidate;
using polkadot_primitives::v5::BackersOfCandidate;
using polkadot_primitives::v5::DisputeStatementSet;
using polkadot_primitives::v5::MultiDisputeStatementSet;
using polkadot_primitives::v5::ScrapedOnChainVotes;
using polkadot_primitives::v5::UncheckedSignedAvailabilityBitfields;
using ParachainsInherentData = polkadot_primitives::v5::InherentData;

/// By which rule the data is processed.
enum class ProcessInherentDataContext : uint8_t {
    ProvideInherent,  ///< drop what does not fit
    Enter,            ///< refuse what is too heavy
};

/// `T`: Configuration, Disputes, Inclusion, ParentBlockRandomness (of Babe), Scheduler, Shared, System, kWeights;
/// `kDbWeight`.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    T::kDbWeight;
    typename T::Configuration;
    typename T::Disputes;
    typename T::Inclusion;
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
        /// A dispute has found the candidate invalid.
        CandidateConcludedInvalid,
        /// There is more than fits into a block.
        InherentOverweight,
        /// Sets of statements in disputes are not in their order, or there twice.
        DisputeStatementsUnsortedOrDuplicates,
        /// A statement in a dispute is wrong.
        DisputeInvalid,
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
    static Result<Processed, DispatchError> process_inherent_data(ParachainsInherentData data,
                                                                  ProcessInherentDataContext context);
};

}  // namespace serinus::polkadot_runtime_parachains::paras_inherent
