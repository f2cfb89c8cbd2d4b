/// Where the gadget keeps its records: beside the blocks, changed together with them.
#pragma once

#include "chain/client/client.hpp"
#include "consensus/grandpa/authority_set.hpp"
#include "consensus/grandpa/voter_records.hpp"

namespace serinus::consensus::grandpa {

chain::AuxChange keep_set(const AuthoritySet& set);
/// The latest one; the justifications of most blocks are not kept. Observed: the record of this name of
/// sc_consensus_grandpa, polkadot v1.0.0
chain::AuxChange keep_best_justification(Bytes justification);
/// Records of voters are kept by set: those of one set never replace those of another.
chain::AuxChange keep_rounds(SetId set, const RoundsRecord& rounds);
chain::AuxChange keep_cast(SetId set, const CastRecord& cast);
/// What a new set begins with; the records of the old one go.
std::vector<chain::AuxChange> begin_set(const AuthoritySet& set, const BlockId& base);
/// Removes the records of voters of a set.
std::vector<chain::AuxChange> end_set(SetId set);

struct VoterRecords {
    RoundsRecord rounds;
    CastRecord cast;
};
/// How the voters of a set go on when the chain begins at a later block while the same set votes: on that block, after
/// the last round in which this node may have voted, and of which its peers were told.
RoundsRecord continue_rounds(const VoterRecords& records, const BlockId& base);
/// Errors: kStore, for records that cannot be decoded too.
OrFailure<std::optional<AuthoritySet>> find_set(chain::Client& client);
OrFailure<std::optional<Bytes>> find_best_justification(chain::Client& client);
/// Empty ones for a set that has none.
OrFailure<VoterRecords> find_records(chain::Client& client, SetId set);

/// The set from its record, or from the runtime if there is none. With what blocks that are not final signal. nullopt:
/// the runtime has no GrandpaApi, or names no authorities.
OrFailure<std::optional<AuthoritySet>> load_set(chain::Client& client);

/// `client.is_ancestor`, strict; a block that is gone is above none and below none.
IsAbove is_above_in(chain::Client& client);

}  // namespace serinus::consensus::grandpa
