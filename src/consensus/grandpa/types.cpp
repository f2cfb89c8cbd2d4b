#include "consensus/grandpa/types.hpp"

#include "consensus/digest_item.hpp"

namespace serinus::consensus::grandpa {

CompactCommit to_compact(const Commit& commit) {
    CompactCommit out{commit.target, {}, {}};
    out.precommits.reserve(commit.precommits.size());
    out.authentication.reserve(commit.precommits.size());
    for (const SignedVote& vote : commit.precommits) {
        out.precommits.push_back(vote.target);
        out.authentication.emplace_back(vote.signature, vote.id);
    }
    return out;
}

std::optional<Commit> from_compact(const CompactCommit& commit) {
    if (commit.precommits.size() != commit.authentication.size()) return std::nullopt;
    Commit out{commit.target, {}};
    out.precommits.reserve(commit.precommits.size());
    for (size_t i = 0; i < commit.precommits.size(); ++i) {
        const auto& [signature, id] = commit.authentication[i];
        out.precommits.push_back({commit.precommits[i], signature, id});
    }
    return out;
}

std::optional<SignalledChange> find_change(const primitives::Header& header) {
    std::optional<SignalledChange> scheduled;
    for (const auto& item : header.digest) {
        auto log = find_in_item<ConsensusLog, primitives::digest::Consensus>(item, primitives::kGrandpaEngine);
        if (!log) continue;
        if (auto* forced = std::get_if<ForcedChange>(&*log)) {
            return SignalledChange{std::move(forced->change), forced->median_last_finalized};
        }
        if (auto* change = std::get_if<ScheduledChange>(&*log); change && !scheduled) {
            scheduled = SignalledChange{std::move(*change), std::nullopt};
        }
    }
    return scheduled;
}

ByteArray<53> signed_bytes(const Message& message, RoundNumber round, SetId set_id) {
    ByteArray<53> out;
    out[0] = static_cast<uint8_t>(message.kind);
    std::copy(message.target.hash.begin(), message.target.hash.end(), out.begin() + 1);
    store_le(out.data() + 33, message.target.number);
    store_le(out.data() + 37, round);
    store_le(out.data() + 45, set_id);
    return out;
}

bool check_signature(const SignedMessage& message, RoundNumber round, SetId set_id) {
    return crypto::ed25519::verify(message.signature, signed_bytes(message.message, round, set_id), message.id);
}

bool check_equivocation(const EquivocationProof& proof) {
    if (proof.kind == VoteKind::kPrimaryPropose || proof.votes.first.first == proof.votes.second.first) return false;
    const auto good = [&](const std::pair<BlockId, Signature>& vote) {
        const SignedMessage message{{proof.kind, vote.first}, vote.second, proof.votes.identity};
        return check_signature(message, proof.votes.round, proof.set_id);
    };
    return good(proof.votes.first) && good(proof.votes.second);
}

}  // namespace serinus::consensus::grandpa
