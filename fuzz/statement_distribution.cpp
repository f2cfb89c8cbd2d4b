// Statement distribution of a validator whose peers say anything in any order: what it keeps is bounded, it sends and
// asks only those that are connected, gives backing each statement once, and forgets all with its leaf.
#include "base/assert.hpp"
#include "parachain/statements/statements_test_support.hpp"

namespace {

using namespace serinus;
using namespace serinus::parachain;

constexpr uint32_t kValidators = 9;
constexpr uint32_t kPeers = 10;  // the last one is no validator

const StatementWorld& world() {
    static const StatementWorld out(kValidators, 3);
    return out;
}
const TestCandidate& candidate(uint8_t which) {
    static const std::vector<TestCandidate> all = [] {
        std::vector<TestCandidate> out;
        for (uint8_t i = 0; i < 8; ++i) out.push_back(world().candidate(i % 3, "a", i < 6 ? "b" : "c", 9, i));
        return out;
    }();
    return all[which % all.size()];
}
const SignedStatement& statement(uint8_t validator, uint8_t which, bool is_seconded) {
    static std::map<std::tuple<uint32_t, CandidateHash, bool>, SignedStatement> known;
    const uint32_t signer = validator % kValidators;
    const CandidateHash hash = candidate(which).hash();
    const auto [entry, is_new] = known.try_emplace({signer, hash, is_seconded});
    if (is_new) entry->second = world().sign(signer, hash, is_seconded, 9);
    return entry->second;
}
StatementFilter filter_of(uint8_t bits) {
    StatementFilter out = StatementFilter::blank(3);
    for (size_t i = 0; i < 3; ++i) {
        if ((bits >> i & 1) != 0) out.seconded.set(i, true);
        if ((bits >> (i + 3) & 1) != 0) out.valid.set(i, true);
    }
    if ((bits & 0xc0) == 0xc0) out.valid.push_back(true);
    return out;
}

struct Fuzzed {
    AllRelayParents relay_parents;
    ProspectiveParachains prospective;
    StatementDistribution node{prospective, relay_parents};
    StatementDistribution::Effects out;
    std::set<PeerId> connected;
    std::map<PeerId, AttestedCandidateRequest> asked;
    std::set<std::tuple<ValidatorIndex, CandidateHash, bool>> given;
    Millis now = 0;

    void begin() {
        prospective.activate(world().prospective_leaf(9), relay_parents);
        node.activate(world().leaf(9, ValidatorIndex{0}), out);
        std::vector<ValidatorIndex> order;
        for (uint32_t i = 0; i < kValidators; ++i) order.push_back({i});
        node.set_topology(StatementWorld::kSession, SessionGrid(order), ValidatorIndex{0}, out);
    }
    void connect(uint8_t which) {
        const uint32_t number = which % kPeers;
        std::set<AuthorityId> keys;
        if (number < kValidators) keys.insert(authority_numbered(number));
        node.connect(peer_numbered(number), keys);
        connected.insert(peer_numbered(number));
    }
    void respond(const PeerId& peer, uint8_t how, uint8_t more) {
        const auto request = asked.extract(peer);
        if (!request) return;
        if (how % 4 == 0) return node.on_response(peer, StatementDistribution::NoResponse::kFailure, now, out);
        const TestCandidate* one = &candidate(more);
        for (uint8_t i = 0; i < 8 && how % 4 != 1; ++i) {
            if (candidate(i).hash() == request.mapped().candidate_hash) one = &candidate(i);
        }
        AttestedCandidateResponse response{one->receipt, one->data, {}};
        for (uint8_t i = 0; i < 3; ++i) {
            const auto signer = static_cast<uint8_t>(3 * (more % 3) + i);
            if ((how >> (2 + i) & 1) != 0) response.statements.push_back(statement(signer, more, i == 0));
        }
        node.on_response(peer, response, now, out);
    }
    void check() {
        for (const StatementEffect& effect : std::exchange(out, {})) {
            if (const auto* send = std::get_if<StatementEffect::Send>(&effect.v)) {
                for (const PeerId& peer : send->peers) SERINUS_ASSERT(connected.contains(peer));
            } else if (const auto* request = std::get_if<StatementEffect::Request>(&effect.v)) {
                SERINUS_ASSERT(connected.contains(request->peer));
                SERINUS_ASSERT(asked.emplace(request->peer, request->request).second);
            } else if (const auto* with = std::get_if<StatementEffect::ToBacking>(&effect.v)) {
                const auto& signed_one = with->statement.statement;
                const bool is_seconded = signed_one.payload.is_seconded();
                SERINUS_ASSERT(is_seconded == with->statement.receipt.has_value());
                SERINUS_ASSERT(
                    given.emplace(signed_one.validator_index, signed_one.payload.candidate_hash(), is_seconded).second);
            }
        }
        SERINUS_ASSERT(node.request_count() <= 64 && node.candidate_count() <= 64);
        SERINUS_ASSERT(asked.size() <= AttestedRequests::kMaxInFlight);
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    Fuzzed fuzzed;
    fuzzed.begin();
    auto& [relay_parents, prospective, node, out, connected, asked, given, now] = fuzzed;
    for (size_t i = 0; i + 4 <= size && i < 800; i += 4) {
        const uint8_t what = data[i], which = data[i + 1], more = data[i + 2], last = data[i + 3];
        const PeerId peer = peer_numbered(which % kPeers);
        if (what % 16 == 0) {
            fuzzed.connect(which);
        } else if (what % 16 == 1) {
            node.disconnect(peer);
            connected.erase(peer);
        } else if (what % 16 == 2) {
            node.on_view(peer, {{block_hash(more % 4 == 0 ? 8 : 9)}, 0}, out);
        } else if (what % 16 < 7) {
            StatementMessage::Statement message{block_hash(9), statement(more, last, (what & 16) == 0)};
            if ((what & 0xc0) == 0xc0) message.statement.signature._0._0[1] ^= 1;
            node.on_message(peer, {message}, out);
        } else if (what % 16 < 10) {
            const TestCandidate& one = candidate(last);
            node.on_message(peer,
                            {StatementMessage::Manifest{{block_hash(9),
                                                         one.hash(),
                                                         {(what >> 4) % 4u},
                                                         one.receipt.descriptor.para_id,
                                                         hashing::blake2b_256(one.data.parent_head._0),
                                                         filter_of(more)}}},
                            out);
        } else if (what % 16 == 10) {
            node.on_message(peer, {StatementMessage::Known{{candidate(last).hash(), filter_of(more)}}}, out);
        } else if (what % 16 == 11) {
            fuzzed.respond(peer, more, last);
        } else if (what % 16 == 12) {
            now += 500;
            node.send_requests(now, out);
        } else if (what % 16 == 13) {
            node.answer(peer, {candidate(last).hash(), filter_of(more)}, out);
        } else if (what % 16 == 14) {
            const TestCandidate& one = candidate(last);
            StatementWithCandidate own{statement(0, last, (more & 1) == 0), std::nullopt, std::nullopt};
            if ((more & 1) == 0) {
                own.receipt = one.receipt;
                own.data = one.data;
            }
            node.share(block_hash(9), own, out);
        } else {
            node.on_backed(candidate(last).hash(), out);
        }
        fuzzed.check();
    }
    node.deactivate(block_hash(9));
    SERINUS_ASSERT(node.block_count() == 0 && node.candidate_count() == 0 && node.request_count() == 0);
    return 0;
}
