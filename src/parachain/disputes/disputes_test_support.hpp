/// Validators, candidates and facts for tests of disputes.
#pragma once

#include "parachain/candidates/candidates_test_support.hpp"
#include "parachain/disputes/coordinator.hpp"
#include "parachain/disputes/dispute_messages.hpp"
#include "parachain/statements/peer_topology.hpp"

namespace serinus::parachain::dispute_test {

using Stage = DisputeStatus::Stage;
inline constexpr SessionIndex kSession = 20;

inline AuthorityId authority_of(uint32_t number) {
    AuthorityId out{};
    store_le(out.data(), number + 1);
    return out;
}

/// A candidate of version 1. Its scheduling parent is the block with the byte `parent`.
inline CandidateReceipt receipt_of(uint32_t number, uint8_t parent = 1) {
    CandidateReceipt out{};
    out.descriptor.para_id = kPara;
    out.descriptor.relay_parent = block_hash(parent);
    out.descriptor.collator._0._0.fill(0x11);
    store_le(out.descriptor.pov_hash.data(), number);
    return out;
}

inline DisputeVote vote_in_favour(ValidVoteKind kind = {ValidVoteKind::Explicit{}}) {
    return {DisputeVote::Valid{std::move(kind)}};
}
inline DisputeVote vote_against() { return {DisputeVote::Invalid{InvalidDisputeStatementKind::Explicit}}; }

/// Votes with empty signatures: for cores that take checked ones.
inline CheckedVote in_favour(uint32_t validator, ValidVoteKind kind = {ValidVoteKind::Explicit{}}) {
    return {vote_in_favour(std::move(kind)), {validator}, {}};
}
inline CheckedVote backed_by(uint32_t validator, uint8_t parent = 1) {
    return in_favour(validator, {ValidVoteKind::BackingValid{block_hash(parent)}});
}
inline CheckedVote against(uint32_t validator) { return {vote_against(), {validator}, {}}; }

/// A relay chain and a store as tables.
class Facts : public DisputeFacts {
  public:
    explicit Facts(uint32_t validators, std::optional<uint32_t> own = std::nullopt) {
        DisputeSession session;
        session.validators.resize(validators);
        for (uint32_t i = 0; i < validators; ++i) session.discovery_keys.push_back(authority_of(i));
        if (own) {
            session.own = ValidatorIndex{*own};
            session.own_discovery_key = authority_of(*own);
        }
        for (SessionIndex i = kSession - 10; i <= kSession; ++i) sessions[i] = session;
    }
    std::map<SessionIndex, DisputeSession> sessions;
    std::map<Hash256, std::vector<ValidatorIndex>> disabled;
    std::map<Hash256, BlockNumber> numbers;
    std::map<CandidateHash, std::vector<ApprovalSignature>> approvals;
    std::map<Bytes, Bytes> stored;
    bool disk_fails = false;

    const DisputeSession* find_session(SessionIndex session) const override {
        const auto found = sessions.find(session);
        return found == sessions.end() ? nullptr : &found->second;
    }
    std::vector<ValidatorIndex> disabled_at(const Hash256& block) const override {
        const auto found = disabled.find(block);
        return found == disabled.end() ? std::vector<ValidatorIndex>{} : found->second;
    }
    std::optional<BlockNumber> number_of(const Hash256& block) const override {
        const auto found = numbers.find(block);
        return found == numbers.end() ? std::nullopt : std::optional(found->second);
    }
    std::vector<ApprovalSignature> approvals_of(const CandidateHash& candidate) const override {
        const auto found = approvals.find(candidate);
        return found == approvals.end() ? std::vector<ApprovalSignature>{} : found->second;
    }
    Result<StoredRecords, std::string> stored_under(BytesView prefix) const override {
        if (disk_fails) return Err(std::string("the disk fails"));
        StoredRecords out;
        for (auto at = stored.lower_bound(to_bytes(prefix)); at != stored.end(); ++at) {
            if (!equal(BytesView(at->first).first(std::min(prefix.size(), at->first.size())), prefix)) break;
            out.emplace_back(*at);
        }
        return out;
    }
    /// What the effects write.
    void carry_out(const DisputeCoordinator::Effects& effects) {
        for (const DisputeEffect& effect : effects) {
            if (const auto* store = std::get_if<DisputeEffect::Store>(&effect.v)) {
                for (const auto& [key, value] : store->changes) {
                    stored.erase(key);
                    if (value) stored[key] = *value;
                }
            } else if (const auto* range = std::get_if<DisputeEffect::RemoveRange>(&effect.v)) {
                stored.erase(stored.lower_bound(range->first), stored.lower_bound(range->last));
            }
        }
    }
    /// What a node that starts is given.
    std::vector<std::pair<Bytes, Bytes>> stored_disputes() const {
        std::vector<std::pair<Bytes, Bytes>> out;
        for (const auto& [key, value] : stored) {
            if (key.front() == DisputeCoordinator::kDisputeKeys) out.emplace_back(key, value);
        }
        return out;
    }
};

/// Validators with keys.
class Signers : public Facts {
  public:
    explicit Signers(uint32_t validators, std::optional<uint32_t> own = std::nullopt) : Facts(validators, own) {
        keys.reserve(validators);
        for (uint32_t i = 0; i < validators; ++i) {
            ByteArray<32> seed{};
            store_le(seed.data(), i + 1);
            keys.push_back(crypto::sr25519::expand(crypto::sr25519::MiniSecret(seed)));
            for (auto& [index, session] : sessions) session.validators[i] = keys[i].public_key;
        }
    }
    CheckedVote sign(CheckedVote vote, const CandidateReceipt& receipt, SessionIndex session = kSession) const {
        const Bytes payload = *signing_payload(vote.vote, receipt.hash(), session);
        vote.signature._0._0 = crypto::sr25519::sign(keys[vote.validator._0], payload, {}).bytes;
        return vote;
    }
    DisputeRequest request(const CandidateReceipt& receipt, uint32_t who_is_for, uint32_t who_is_against,
                           SessionIndex session = kSession) const {
        CandidateVotes votes{receipt, {}, {}};
        votes.add(sign(in_favour(who_is_for), receipt, session));
        return *make_dispute_request(votes, session, sign(against(who_is_against), receipt, session));
    }
    std::vector<crypto::sr25519::KeyPair> keys;
};

inline PeerId peer_of(uint32_t number) {
    crypto::ed25519::PublicKey key{};
    store_le(key.data(), number);
    return PeerId::of(key);
}

template <class E, class Effects>
std::vector<E> effects_of(const Effects& effects) {
    std::vector<E> out;
    for (const auto& effect : effects) {
        if (const auto* one = std::get_if<E>(&effect.v)) out.push_back(*one);
    }
    return out;
}

}  // namespace serinus::parachain::dispute_test
