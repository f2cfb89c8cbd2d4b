// What approvals cost a validator among many: `bench_para_approvals [BLOCKS [VALIDATORS [CORES]]]`. Each block includes
// a candidate on each core, as Kusama is configured; the others' certificates and votes are real ones. The node decodes
// what comes, each message twice (from its row and from its column), checks it, passes it on, and votes on its own
// share; executing candidates is not a part of this.
#include <malloc.h>

#include <cstdio>
#include <cstdlib>

#include "parachain/approval/gossip.hpp"
#include "platform/process.hpp"

namespace {

using namespace serinus;
using namespace serinus::parachain;

/// As Kusama is configured in November 2025.
constexpr uint32_t kGroupSize = 5, kNeededApprovals = 30, kModuloSamples = 6, kDelayTranches = 300, kCoalesced = 6;
/// The goal, and what the reference needs. (docs/performance.md)
constexpr double kGoalSeconds = 1.5, kReferenceSeconds = 5.2;
constexpr double kGoalMiB = 500;
/// GRANDPA's votes are no further behind than this.
constexpr double kMostBlocks = 500;
constexpr uint32_t kOwn = 0;
constexpr uint64_t kSlotMs = 6000;

struct Network {
    Network(uint32_t validators, uint32_t cores) {
        ApprovalSession session;
        for (uint32_t i = 0; i < validators; ++i) {
            ByteArray<32> seed{};
            store_le(seed.data(), i + 1);
            keys.push_back(crypto::sr25519::expand(crypto::sr25519::MiniSecret(seed)));
            session.validators.push_back(keys.back().public_key);
            session.config.keys.push_back(keys.back().public_key);
            if (i % kGroupSize == 0 && session.config.groups.size() < cores) session.config.groups.emplace_back();
            if (i < cores * kGroupSize) session.config.groups.back().push_back({i});
            crypto::ed25519::PublicKey key{};
            store_le(key.data(), i + 1);
            peers.push_back(PeerId::of(key));
        }
        session.config.cores = cores;
        session.config.modulo_samples = kModuloSamples;
        session.config.delay_tranches = kDelayTranches;
        session.no_show_slots = 2;
        session.needed_approvals = kNeededApprovals;
        session.max_coalesced = kCoalesced;
        facts = std::make_shared<const ApprovalSession>(std::move(session));
    }
    PeerTopology topology() const {
        PeerTopology out;
        out.validators = *SessionGrid(keys.size(), {}).neighbors_of({kOwn});
        for (const ValidatorIndex one : out.validators.row) out.row.insert(peers[one._0]);
        for (const ValidatorIndex one : out.validators.column) out.column.insert(peers[one._0]);
        out.all.insert(peers.begin() + 1, peers.end());
        return out;
    }
    std::vector<crypto::sr25519::KeyPair> keys;
    std::vector<PeerId> peers;
    std::shared_ptr<const ApprovalSession> facts;
};

ApprovalBlock block_of(const Network& network, uint32_t number) {
    ApprovalBlock out;
    store_le(out.hash.data(), number);
    store_le(out.parent_hash.data(), number - 1);
    out.number = number;
    out.slot = 10 + number;
    out.session = 5;
    out.facts = network.facts;
    out.story.fill(static_cast<uint8_t>(number));
    for (uint32_t core = 0; core < network.facts->config.cores; ++core) {
        CandidateHash candidate;
        store_le(candidate._0.data(), number);
        store_le(candidate._0.data() + 4, core + 1);
        out.candidates.push_back({candidate, {core}, {core}});
    }
    return out;
}

/// What the others say of a block, encoded, by the tick at which it comes.
struct Messages {
    std::multimap<Tick, Bytes> assignments, approvals;
};

Bits bits_of(const std::vector<uint32_t>& set) {
    Bits out(*std::max_element(set.begin(), set.end()) + 1);
    for (const uint32_t bit : set) out.set(bit, true);
    return out;
}

Messages messages_of(const Network& network, const ApprovalBlock& block) {
    struct Assigned {
        uint32_t validator;
        OwnAssignment assignment;
    };
    std::map<uint32_t, std::multimap<DelayTranche, Assigned>> by_core;
    uint64_t drawn = 0;
    const auto draw = [&drawn] {
        ByteArray<32> out{};
        store_le(out.data(), ++drawn);
        return out;
    };
    for (uint32_t i = 0; i < network.keys.size(); ++i) {
        if (i == kOwn) continue;
        for (auto& [core, one] :
             compute_assignments(network.keys[i], {i}, network.facts->config, block.story, block.candidates, draw)) {
            const DelayTranche tranche = one.tranche;
            by_core[core._0].emplace(tranche, Assigned{i, std::move(one)});
        }
    }
    Messages out;
    const Tick begin = tick_of_slot(block.slot, kSlotMs);
    std::map<uint32_t, std::vector<uint32_t>> checks;  // the cores of each validator
    std::set<uint32_t> announced;
    for (const auto& [core, assigned] : by_core) {
        size_t count = 0;
        for (const auto& [tranche, one] : assigned) {
            if (tranche != 0 && count >= kNeededApprovals) break;
            ++count;
            checks[one.validator].push_back(core);
            const auto* compact = std::get_if<AssignmentCertKind::RelayVrfModuloCompact>(&one.assignment.cert.kind.v);
            if (compact != nullptr && !announced.insert(one.validator).second) continue;
            const IndirectAssignment assignment{block.hash, {one.validator}, one.assignment.cert};
            const Bits candidates = compact != nullptr ? compact->core_bitfield : bits_of({core});
            out.assignments.emplace(
                begin + tranche + 1,
                scale::encode(ApprovalMessage{ApprovalMessage::Assignments{{{assignment, candidates}}}}));
        }
    }
    for (const auto& [validator, cores] : checks) {
        for (size_t from = 0; from < cores.size(); from += kCoalesced) {
            const std::vector<uint32_t> some(
                cores.begin() + static_cast<ptrdiff_t>(from),
                cores.begin() + static_cast<ptrdiff_t>(std::min(from + kCoalesced, cores.size())));
            std::vector<CandidateHash> candidates;
            candidates.reserve(some.size());
            for (const uint32_t core : some) candidates.push_back(block.candidates[core].candidate);
            IndirectApproval approval{block.hash, bits_of(some), {validator}, {}};
            approval.signature._0._0 =
                crypto::sr25519::sign(network.keys[validator], approval_payload(candidates, block.session), {}).bytes;
            out.approvals.emplace(begin + 20 + validator % 10,
                                  scale::encode(ApprovalMessage{ApprovalMessage::Approvals{{approval}}}));
        }
    }
    return out;
}

class Node {
  public:
    explicit Node(const Network& network) : network_(network) {
        ApprovalGossip::Effects out;
        gossip_.set_topology(5, network.topology(), out);
        for (const PeerId& peer : network.peers) {
            if (peer != network.peers[kOwn]) gossip_.connect(peer);
        }
        for (const ValidatorIndex one : network.topology().validators.row) near_.push_back(network.peers[one._0]);
        for (const ValidatorIndex one : network.topology().validators.column) near_.push_back(network.peers[one._0]);
    }

    void import(const ApprovalBlock& block) {
        ApprovalVoting::Effects voted;
        const Tick now = tick_of_slot(block.slot, kSlotMs);
        const auto own = std::pair(network_.keys[kOwn], ValidatorIndex{kOwn});
        voting_.import_block(block, own, [] { return ByteArray<32>{7}; }, now, voted);
        ApprovalGossip::Effects out;
        gossip_.on_block(block, now, draw_, out, voted);
        for (size_t i = 1; i < network_.peers.size(); ++i) {
            gossip_.on_view(network_.peers[i], {.heads = {block.hash}, .finalized_number = 0}, draw_, out);
        }
        settle(std::move(voted), out);
    }
    void receive(const Bytes& encoded, Tick now) {
        for (int twice = 0; twice < 2; ++twice) {
            const PeerId& from = near_[next_++ % near_.size()];
            const auto message = scale::decode<ApprovalMessage>(encoded);
            ApprovalVoting::Effects voted;
            ApprovalGossip::Effects out;
            gossip_.on_message(from, *message, now, draw_, out, voted);
            settle(std::move(voted), out);
        }
    }
    void on_time(Tick now) {
        ApprovalVoting::Effects voted;
        voting_.on_time(now, voted);
        ApprovalGossip::Effects out;
        now_ = now;
        settle(std::move(voted), out);
    }
    bool is_approved(const Hash256& block) const { return voting_.is_approved(block); }
    size_t refused() const { return refused_; }
    size_t sent_bytes() const { return sent_bytes_; }
    size_t records() const { return records_; }

  private:
    void settle(ApprovalVoting::Effects voted, ApprovalGossip::Effects& out) {
        for (size_t i = 0; i < voted.size(); ++i) {
            ApprovalVoting::Effects further;
            const ApprovalEffect effect = voted[i];
            if (const auto* assignment = std::get_if<ApprovalEffect::DistributeAssignment>(&effect.v)) {
                gossip_.distribute(*assignment, draw_, out);
            } else if (const auto* check = std::get_if<ApprovalEffect::Check>(&effect.v)) {
                voting_.on_checked(check->block, check->candidate.candidate, ApprovalVoting::Outcome::kValid, now_,
                                   further);
            } else if (const auto* sign = std::get_if<ApprovalEffect::Sign>(&effect.v)) {
                IndirectApproval own{sign->block, sign->indices, sign->validator, {}};
                own.signature._0._0 =
                    crypto::sr25519::sign(network_.keys[kOwn], approval_payload(sign->candidates, sign->session), {})
                        .bytes;
                voting_.on_signed(own, further);
            } else if (const auto* approval = std::get_if<ApprovalEffect::DistributeApproval>(&effect.v)) {
                gossip_.distribute(*approval, out);
            }
            voted.insert(voted.end(), further.begin(), further.end());
        }
        records_ += voting_.take_records().size();
        for (const ApprovalGossipEffect& effect : out) {
            if (const auto* send = std::get_if<ApprovalGossipEffect::Send>(&effect.v)) {
                sent_bytes_ += scale::encode(send->message).size() * send->peers.size();
            } else if (std::get<ApprovalGossipEffect::Judged>(effect.v).verdict >=
                       ApprovalGossipEffect::Verdict::kUnexpected) {
                ++refused_;
            }
        }
        out.clear();
    }

    const Network& network_;
    ApprovalVoting voting_{kSlotMs};
    ApprovalGossip gossip_{voting_};
    std::vector<PeerId> near_;
    Draw draw_ = [this](size_t part, size_t of) { return (drawn_ += 7919) % of < part; };
    size_t drawn_ = 0, next_ = 0, refused_ = 0, sent_bytes_ = 0, records_ = 0;
    Tick now_ = 0;
};

double mib_on_heap() { return static_cast<double>(mallinfo2().uordblks + mallinfo2().hblkhd) / (1 << 20); }

/// The processor time of this thread that the work takes, added to `seconds`.
void spend(double& seconds, const auto& work) {
    const uint64_t begin = platform::thread_cpu_ns();
    work();
    seconds += static_cast<double>(platform::thread_cpu_ns() - begin) / 1e9;
}

int run(uint32_t blocks, uint32_t validators, uint32_t cores) {
    const Network network(validators, cores);
    std::vector<ApprovalBlock> chain;
    std::vector<Messages> messages;
    size_t assignments = 0, approvals = 0;
    for (uint32_t number = 1; number <= blocks; ++number) {
        chain.push_back(block_of(network, number));
        messages.push_back(messages_of(network, chain.back()));
        assignments += messages.back().assignments.size();
        approvals += messages.back().approvals.size();
    }
    std::printf("%u validators, %u cores; each block %.0f assignments and %.0f approvals, each comes twice\n",
                validators, cores, static_cast<double>(assignments) / blocks, static_cast<double>(approvals) / blocks);
    const double heap = mib_on_heap();
    Node node(network);
    double importing = 0, assigning = 0, approving = 0, waking = 0, with_first = 0;
    for (uint32_t i = 0; i < blocks; ++i) {
        spend(importing, [&] { node.import(chain[i]); });
        const Tick begin = tick_of_slot(chain[i].slot, kSlotMs);
        for (Tick tick = begin; tick < begin + kDelayTranches; ++tick) {
            spend(waking, [&] { node.on_time(tick); });
            spend(assigning, [&] {
                const auto [from, to] = messages[i].assignments.equal_range(tick);
                for (auto one = from; one != to; ++one) node.receive(one->second, tick);
            });
            spend(approving, [&] {
                const auto [from, to] = messages[i].approvals.equal_range(tick);
                for (auto one = from; one != to; ++one) node.receive(one->second, tick);
            });
        }
        if (!node.is_approved(chain[i].hash)) std::printf("block %u is not approved\n", i + 1);
        if (i == 0) with_first = mib_on_heap() - heap;
    }
    const double total = (importing + assigning + approving + waking) / blocks;
    std::printf(
        "a block: %.0f ms of the processor: %.0f importing, %.0f for assignments, %.0f for approvals, %.0f for time\n",
        1e3 * total, 1e3 * importing / blocks, 1e3 * assigning / blocks, 1e3 * approving / blocks,
        1e3 * waking / blocks);
    std::printf("ratio to the goal of %.1f s: %.2f; to the reference's %.1f s: %.2f\n", kGoalSeconds,
                total / kGoalSeconds, kReferenceSeconds, total / kReferenceSeconds);
    std::printf("kept for the first block that is not final: %.1f MiB\n", with_first);
    if (blocks > 1) {
        const double further = (mib_on_heap() - heap - with_first) / (blocks - 1);
        std::printf("for each further one: %.2f MiB; for %.0f: %.0f MiB; ratio to the goal: %.2f\n", further,
                    kMostBlocks, with_first + kMostBlocks * further, (with_first + kMostBlocks * further) / kGoalMiB);
    }
    std::printf("sent on: %.1f MiB a block; records to be stored: %.0f a block; messages that cost their sender: %zu\n",
                static_cast<double>(node.sent_bytes()) / (1 << 20) / blocks,
                static_cast<double>(node.records()) / blocks, node.refused());
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const auto number = [&](int which, uint32_t usual) {
        return argc > which ? static_cast<uint32_t>(std::strtoul(argv[which], nullptr, 10)) : usual;
    };
    return run(number(1, 2), number(2, 1000), number(3, 200));
}
