// Both sides of collation with peers that send anything: what is kept is bounded, nothing is fetched twice, nothing is
// seconded that was not asked for, each request of a collator's peers is answered or refused at most once.
#include "base/assert.hpp"
#include "parachain/collation/collator_side.hpp"
#include "parachain/statements/statements_test_support.hpp"

namespace {

using namespace serinus;
using namespace serinus::parachain;

constexpr uint32_t kPeers = 6;

const StatementWorld& world() {
    static const StatementWorld out(3, 3, 3);
    return out;
}
TestCandidate candidate(uint8_t which) {
    const std::string from(1, static_cast<char>('a' + which % 4)), to(1, static_cast<char>('a' + which / 4 % 5));
    return world().candidate(0, from, to, 9, static_cast<uint8_t>(which / 20 % 3));
}
Hash256 parent_of(const TestCandidate& one) { return hashing::blake2b_256(one.data.parent_head._0); }

CollationMessage message_of(uint8_t what, uint8_t which, uint8_t more) {
    const TestCandidate one = candidate(which);
    const Hash256 block = block_hash(more % 3 == 0 ? 8 : 9);
    const ParaId para{more % 16 == 0 ? 7u : 1000u};
    const DescriptorVersion version =
        more % 5 == 0 ? DescriptorVersion{DescriptorVersion::V3{}} : DescriptorVersion{DescriptorVersion::V2{}};
    switch (what % 8) {
        case 0:
            return CollatorMessageV1{CollatorMessageV1::Inner{Declare{{}, para, {}}}};
        case 1:
            return CollatorMessageV2{CollatorMessageV2::Inner{Declare{{}, para, {}}}};
        case 2:
            return CollatorMessageV3{CollatorMessageV3::Inner{Declare{{}, para, {}}}};
        case 3:
            return CollatorMessageV1{CollatorMessageV1::Inner{AdvertiseCollationV1{block}}};
        case 4:
            return CollatorMessageV2{CollatorMessageV2::Inner{AdvertiseCollationV2{block, one.hash(), parent_of(one)}}};
        case 5:
            return CollatorMessageV3{
                CollatorMessageV3::Inner{AdvertiseCollationV3{block, one.hash(), parent_of(one), version, block}}};
        default:
            break;
    }
    AdvertiseSegment segment{block, para, version, {}};
    for (uint8_t i = 0; i < more % 35; ++i) {
        const TestCandidate next = candidate(static_cast<uint8_t>(which + i));
        (void)segment.candidates.try_push({next.receipt.descriptor.para_head, parent_of(next), i});
    }
    return segment;
}

struct Validator {
    AllRelayParents relay_parents;
    ProspectiveParachains prospective;
    Backing backing{prospective};
    CollatorScores scores;
    ValidatorSide side{scores, prospective, backing, relay_parents};
    ValidatorSide::Effects out;
    std::map<CollationOffers::FetchId, ValidatorSideEffect::Request> asked;
    std::set<CandidateHash> seconded;

    void begin() {
        prospective.activate(world().prospective_leaf(9), relay_parents);
        backing.activate(world().backing_facts(9, ValidatorIndex{0}));
        backing.activate(world().backing_facts(8, ValidatorIndex{0}));
        side.activate({{block_hash(9), block_hash(8)},
                       9,
                       49,
                       block_hash(8),
                       1,
                       world().claim_queue,
                       3,
                       {{block_hash(9), {0}}, {block_hash(8), {0}}}},
                      0, out);
    }
    void check() {
        for (const ValidatorSideEffect& effect : std::exchange(out, {})) {
            if (const auto* request = std::get_if<ValidatorSideEffect::Request>(&effect.v)) {
                SERINUS_ASSERT(asked.emplace(request->id, *request).second);
                SERINUS_ASSERT(side.peers().contains(request->peer));
            } else if (const auto* second = std::get_if<ValidatorSideEffect::Second>(&effect.v)) {
                SERINUS_ASSERT(second->data.hash() == second->receipt.descriptor.persisted_validation_data_hash);
                seconded.insert(second->receipt.hash());
            } else if (const auto* dropped = std::get_if<ValidatorSideEffect::Disconnect>(&effect.v)) {
                for (const PeerId& peer : dropped->peers) SERINUS_ASSERT(!side.peers().contains(peer));
            }
        }
        // Two blocks, three claims, six peers.
        SERINUS_ASSERT(side.offers().segment_count() <= 2 * 3 * kPeers);
        SERINUS_ASSERT(side.offers().fetch_count() <= 3 && side.blocked_count() <= 3);
    }
};

void run_validator(BytesView input) {
    Validator validator;
    validator.begin();
    ValidatorSide& side = validator.side;
    Millis now = 0;
    for (size_t i = 0; i + 4 <= input.size() && i < 1200; i += 4) {
        const uint8_t what = input[i], who = input[i + 1], which = input[i + 2], more = input[i + 3];
        const PeerId peer = peer_numbered(who % kPeers);
        if (what % 8 == 0) {
            side.connect(peer, static_cast<uint8_t>(1 + more % 4), validator.out);
        } else if (what % 8 == 1) {
            side.disconnect(peer);
        } else if (what % 8 < 5) {
            side.on_message(peer, message_of(what / 8, which, more), 49 + more / 128, now, validator.out);
        } else if (what % 8 == 5) {
            now += more;
            side.plan(now, validator.out);
        } else if (what % 8 == 6 && !validator.asked.empty()) {
            const auto asked = validator.asked.extract(validator.asked.begin());
            const TestCandidate one = candidate(which);
            if (more % 4 == 0) {
                side.on_collation(asked.key(), ValidatorSide::NoCollation::kLate, validator.out);
            } else if (more % 4 == 1) {
                side.on_collation(asked.key(), Collation{one.receipt.to_plain(), {}}, validator.out);
            } else {
                side.on_collation(asked.key(),
                                  CollationWithParentHead{one.receipt.to_plain(), {}, one.data.parent_head},
                                  validator.out);
            }
        } else if (!validator.seconded.empty()) {
            const TestCandidate one = candidate(which);
            if (!validator.seconded.contains(one.hash())) continue;
            if (more % 2 == 0) {
                side.on_invalid(block_hash(9), one.receipt.to_plain());
            } else {
                validator.prospective.introduce_seconded(one.hash(), one.receipt, one.data, validator.relay_parents);
                side.on_seconded({block_hash(9), one.hash(), {}, one.receipt}, validator.out);
            }
        }
        validator.check();
    }
    side.deactivate(block_hash(9), validator.out);
    SERINUS_ASSERT(side.offers().block_count() == 0 && side.offers().segment_count() == 0);
    SERINUS_ASSERT(side.offers().fetch_count() == 0 && side.blocked_count() == 0 && side.peers().size() == 0);
}

void run_collator(BytesView input) {
    CollatorSide side{Declare{{}, {1000}, {}}};
    CollatorSide::Effects out;
    const std::map<CoreIndex, std::vector<AuthorityId>> groups{{{0}, {authority_numbered(0), authority_numbered(1)}},
                                                               {{1}, {authority_numbered(2)}}};
    side.activate({{block_hash(9), block_hash(8)}, 9, {{block_hash(9), groups}, {block_hash(8), groups}}}, out);
    std::set<uint64_t> open;
    uint64_t next = 1;
    Millis now = 0;
    for (size_t i = 0; i + 4 <= input.size() && i < 1200; i += 4) {
        const uint8_t what = input[i], who = input[i + 1], which = input[i + 2], more = input[i + 3];
        const PeerId peer = peer_numbered(who % kPeers);
        const TestCandidate one = candidate(which);
        if (what % 8 == 0) {
            side.connect(peer, static_cast<uint8_t>(1 + more % 4), {authority_numbered(who % kPeers)}, out);
        } else if (what % 8 == 1) {
            side.disconnect(peer);
        } else if (what % 8 == 2) {
            side.on_view(peer, {{block_hash(static_cast<uint8_t>(7 + more % 4))}, 0}, out);
        } else if (what % 8 == 3) {
            side.distribute({block_hash(9), {more % 3u}, {{one.receipt.to_plain(), {}, one.data.parent_head}}}, out);
        } else if (what % 8 == 4) {
            side.on_message(peer, message_of(what / 8, which, more), out);
        } else if (what % 8 == 5) {
            now += more;
            side.on_time(now, out);
        } else if (what % 8 == 6 && more % 3 > 0) {
            open.insert(next);
            if (more % 3 == 1) {
                side.on_request(next++, peer, CollationRequestV2{block_hash(9), {1000}, one.hash()}, now, out);
            } else {
                side.on_request(next++, peer,
                                CollationRequestV3{block_hash(9), {1000}, one.receipt.descriptor.para_head}, now, out);
            }
        } else {
            side.on_sent(more, now, out);
        }
        for (const CollatorSideEffect& effect : std::exchange(out, {})) {
            if (const auto* answer = std::get_if<CollatorSideEffect::Answer>(&effect.v)) {
                SERINUS_ASSERT(open.erase(answer->request) == 1);
            } else if (const auto* refusal = std::get_if<CollatorSideEffect::Refuse>(&effect.v)) {
                SERINUS_ASSERT(open.erase(refusal->request) == 1);
            }
        }
        SERINUS_ASSERT(open.size() <= size_t{kPeers} * 60);
    }
    side.deactivate(block_hash(9), out);
    SERINUS_ASSERT(side.block_count() == 0 && !side.wake_at());
    for (const CollatorSideEffect& effect : out) {
        if (const auto* refusal = std::get_if<CollatorSideEffect::Refuse>(&effect.v)) open.erase(refusal->request);
    }
    SERINUS_ASSERT(open.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size < 1) return 0;
    const BytesView input(data + 1, size - 1);
    if (data[0] % 2 == 0) {
        run_validator(input);
    } else {
        run_collator(input);
    }
    return 0;
}
