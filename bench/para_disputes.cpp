// What many disputes at once cost a validator: `bench_para_disputes [DISPUTES [VALIDATORS]]`. Two thirds of the
// validators send a vote on each candidate, as requests with two signatures each; the node checks these, stores the
// votes and finds how each dispute ends. Executing candidates is not a part of this, nor the disk.
#include <malloc.h>

#include <cstdio>
#include <cstdlib>

#include "parachain/disputes/coordinator.hpp"
#include "parachain/disputes/dispute_messages.hpp"
#include "platform/process.hpp"

namespace {

using namespace serinus;
using namespace serinus::parachain;

constexpr SessionIndex kSession = 5;
constexpr uint64_t kNow = 1'000'000;

/// A session of validators with keys, and a store in memory.
class Facts final : public DisputeFacts {
  public:
    explicit Facts(uint32_t validators) {
        for (uint32_t i = 0; i < validators; ++i) {
            ByteArray<32> seed{};
            store_le(seed.data(), i + 1);
            keys.push_back(crypto::sr25519::expand(crypto::sr25519::MiniSecret(seed)));
            session_.validators.push_back(keys.back().public_key);
            AuthorityId authority{};
            store_le(authority.data(), i + 1);
            session_.discovery_keys.push_back(authority);
        }
    }
    const DisputeSession* find_session(SessionIndex) const override { return &session_; }
    std::vector<ValidatorIndex> disabled_at(const Hash256&) const override { return {}; }
    std::optional<BlockNumber> number_of(const Hash256&) const override { return 1; }
    std::vector<ApprovalSignature> approvals_of(const CandidateHash&) const override { return {}; }
    Result<StoredRecords, std::string> stored_under(BytesView prefix) const override {
        StoredRecords out;
        for (auto at = stored.lower_bound(to_bytes(prefix)); at != stored.end(); ++at) {
            if (!equal(BytesView(at->first).first(std::min(prefix.size(), at->first.size())), prefix)) break;
            out.emplace_back(*at);
        }
        return out;
    }
    const AuthorityId& authority(uint32_t validator) const { return session_.discovery_keys[validator]; }

    std::vector<crypto::sr25519::KeyPair> keys;
    std::map<Bytes, Bytes> stored;

  private:
    DisputeSession session_;
};

CheckedVote vote_of(const Facts& facts, uint32_t validator, bool is_valid, const CandidateHash& candidate) {
    CheckedVote out;
    out.validator = {validator};
    if (is_valid) {
        out.vote.v = DisputeVote::Valid{{ValidVoteKind::Explicit{}}};
    } else {
        out.vote.v = DisputeVote::Invalid{InvalidDisputeStatementKind::Explicit};
    }
    out.signature._0._0 =
        crypto::sr25519::sign(facts.keys[validator], *signing_payload(out.vote, candidate, kSession), {}).bytes;
    return out;
}

int run(uint32_t disputes, uint32_t validators) {
    Facts facts(validators);
    const uint32_t voters = validators - (validators - 1) / 3;
    DisputeCoordinator coordinator;
    ScrapedBlock block;
    block.number = 1;
    block.session = kSession;
    std::vector<std::vector<DisputeRequest>> requests(disputes);
    for (uint32_t i = 0; i < disputes; ++i) {
        CandidateReceipt receipt;
        store_le(receipt.commitments_hash.data(), i + 1);
        block.included.push_back(receipt);
        const CandidateHash candidate = receipt.hash();
        CandidateVotes valid{receipt, {}, {}};
        valid.add(vote_of(facts, 0, true, candidate));
        for (uint32_t voter = 1; voter <= voters && voter < validators; ++voter) {
            requests[i].push_back(*make_dispute_request(valid, kSession, vote_of(facts, voter, false, candidate)));
        }
    }
    GoodVotes good;
    const double before = static_cast<double>(mallinfo2().uordblks);
    const uint64_t begin = platform::thread_cpu_ns();
    DisputeCoordinator::Effects effects;
    size_t concluded = 0, imports = 0;
    const auto settle = [&] {
        for (const DisputeEffect& effect : effects) {
            if (const auto* store = std::get_if<DisputeEffect::Store>(&effect.v)) {
                for (const auto& [key, value] : store->changes) {
                    if (value) facts.stored[key] = *value;
                }
            }
            concluded += std::holds_alternative<DisputeEffect::Concluded>(effect.v) ? 1 : 0;
        }
        effects.clear();
    };
    coordinator.on_leaf({block.hash, 1, kSession, false, {block}}, facts, kNow, effects);
    settle();
    // The votes of a dispute come in batches, all disputes at the same time.
    for (size_t round = 0; round < requests.front().size(); ++round) {
        for (uint32_t i = 0; i < disputes; ++i) {
            const auto votes = check_dispute_request(requests[i][round], *facts.find_session(kSession), good);
            if (!votes) {
                std::printf("a vote is refused\n");
                return 1;
            }
            ++imports;
            (void)coordinator.import(requests[i][round].candidate_receipt, kSession, *votes, facts, kNow, effects);
            settle();
        }
    }
    const double seconds = static_cast<double>(platform::thread_cpu_ns() - begin) / 1e9;
    std::printf("%u disputes of %u validators, %zu votes: %zu concluded; %.2f s of the processor, %.0f us a vote\n",
                disputes, validators, imports, concluded, seconds, 1e6 * seconds / static_cast<double>(imports));
    double stored = 0;
    for (const auto& [key, value] : facts.stored) stored += static_cast<double>(key.size() + value.size());
    const double kept = static_cast<double>(mallinfo2().uordblks) - before;
    std::printf("stored: %.1f MiB; in memory beside a copy of that: %.1f MiB\n", stored / (1 << 20),
                (kept - stored) / (1 << 20));
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const auto number = [&](int which, uint32_t usual) {
        return argc > which ? static_cast<uint32_t>(std::strtoul(argv[which], nullptr, 10)) : usual;
    };
    return run(number(1, 1000), number(2, 100));
}
