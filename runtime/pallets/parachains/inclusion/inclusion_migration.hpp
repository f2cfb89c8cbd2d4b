/// ParaInclusion's storage from version 0 to version 1: a candidate that waits stands beside its commitments, among all
/// of its para; the bitfields, which nobody read, go. A candidate without commitments goes, as do commitments without a
/// candidate. Source: polkadot_runtime_parachains::inclusion::migration 15.0.2
#pragma once

#include "runtime/pallets/parachains/inclusion/inclusion.hpp"

namespace serinus::polkadot_runtime_parachains::inclusion {

/// What version 0 stored.
template <class P>
struct StorageOfVersion0 {
    /// Descriptors have as many bytes: what was the collator and its signature is a version, a core, a session and
    /// reserved bytes now.
    struct Waiting {
        CoreIndex core;
        CandidateHash hash;
        CandidateDescriptorV2 descriptor;
        polkadot_primitives::v5::Bits availability_votes;
        polkadot_primitives::v5::Bits backers;
        BlockNumber relay_parent_number{};
        BlockNumber backed_in_number{};
        GroupIndex backing_group;
    };
    struct Items {
        Map<Twox64Concat<ParaId>, Waiting> PendingAvailability;
        Map<Twox64Concat<ParaId>, CandidateCommitments> PendingAvailabilityCommitments;
        Map<Twox64Concat<ValidatorIndex>, uint8_t> AvailabilityBitfields;  ///< whatever they are
    };
    static constexpr Items items = bind_storage<Items>(P::Config::kInfo.name);
};

/// The step of a VersionedMigration.
template <class P>
struct ToVersion1 {
    static Weight on_runtime_upgrade() {
        constexpr const auto& kOld = StorageOfVersion0<P>::items;
        std::vector<std::pair<ParaId, typename StorageOfVersion0<P>::Waiting>> waiting;
        auto entries = kOld.PendingAvailability.drain();
        while (auto entry = entries.next()) waiting.push_back(*std::move(entry));

        Weight weight = P::Config::kDbWeight.writes(2 * waiting.size());
        for (auto& [para, old] : waiting) {
            auto commitments = kOld.PendingAvailabilityCommitments.take(para);
            if (!commitments) continue;
            P::storage.V1.put(para, {Pending{.core = old.core,
                                             .hash = old.hash,
                                             .descriptor = old.descriptor,
                                             .commitments = *std::move(commitments),
                                             .availability_votes = std::move(old.availability_votes),
                                             .backers = std::move(old.backers),
                                             .relay_parent_number = old.relay_parent_number,
                                             .backed_in_number = old.backed_in_number,
                                             .backing_group = old.backing_group}});
            weight.saturating_accrue(P::Config::kDbWeight.writes(1));
        }
        for (const RemovalResult& rest : {kOld.PendingAvailabilityCommitments.clear(std::nullopt),
                                          kOld.AvailabilityBitfields.clear(std::nullopt)}) {
            weight.saturating_accrue(P::Config::kDbWeight.reads_writes(rest.loops, rest.backend));
        }
        return weight;
    }
};

}  // namespace serinus::polkadot_runtime_parachains::inclusion
