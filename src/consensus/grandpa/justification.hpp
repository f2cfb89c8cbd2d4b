/// Commits and justifications: proofs of finality that are built of votes, and their checks.
#pragma once

#include <span>

#include "chain/import/refusal.hpp"
#include "consensus/grandpa/round.hpp"

namespace serinus::consensus::grandpa {

/// Whether the precommits, whose signatures are good, make the target final: it must be the highest block that they do.
/// Votes of unknown voters and repeated votes do not count. Refused: kTooFewVotes, kBadVoteAncestry.
/// Spec: defn-finalizing-justification
chain::MaybeRefusal check_commit(const Commit& commit, const std::shared_ptr<const VoterSet>& voters,
                                 const BlockTree& tree);

/// All signatures at once. `randomness` must be unpredictable.
bool check_signatures(std::span<const SignedVote> votes, VoteKind kind, RoundNumber round, SetId set_id,
                      const ByteArray<32>& randomness);

/// Precommits beyond are refused: ours; the reference knows no bound but that of messages.
constexpr size_t max_precommits(const VoterSet& voters) { return 4 * voters.size() + 64; }

/// Everything but the bytes: votes, signatures, and that exactly the headers between the votes are there.
/// Refused: also kBadVoteSignature; kBadJustification for more than max_precommits votes.
/// Spec: defn-finalizing-justification
/// Observed: of a vote for a number that is not its block's finality_grandpa 0.16 takes the number; we refuse the
/// whole.
chain::MaybeRefusal check_justification(const Justification& justification, SetId set_id,
                                        const std::shared_ptr<const VoterSet>& voters, const ByteArray<32>& randomness);

/// Adds the headers that lead from the lowest vote to the others. nullopt: a vote is for a block that is unknown or not
/// above the lowest one.
using FindHeader = std::function<std::shared_ptr<const primitives::Header>(const Hash256&)>;
std::optional<Justification> make_justification(RoundNumber round, Commit commit, const FindHeader& find_header);

}  // namespace serinus::consensus::grandpa
