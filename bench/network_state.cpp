// The download of a state from simulated peers behind links of a given rate, in virtual time: the download, the service
// of ranges and the proofs are real, the checks of answers take as long as their bytes at a rate that was measured. The
// limit is the rate of all links together. The aims: eight peers at least six times as fast as one, and at most 24 MiB
// of answers that wait or are on their way.
//
// Two states of 2,000,000 entries: one map, and 40 maps of which each is smaller than the one before, in 12 pallets.
#include <benchmark/benchmark.h>

#include <cmath>

#include "base/assert.hpp"
#include "network/simulation/world.hpp"
#include "protocols/sync/state_server.hpp"
#include "protocols/sync/state_sync.hpp"
#include "state/database.hpp"
#include "state/range_proof.hpp"

namespace serinus::network::simulation {
namespace {

constexpr size_t kEntries = 2'000'000, kMiB = size_t{1} << 20;
/// Checking and writing an answer, a range's proof: see docs/performance.md.
constexpr size_t kCheckedPerSecond = 16 * kMiB;
constexpr Millis kProofMs = 40;
const Hash256 kBlock = *Hash256::from(Bytes(32, 7));

/// Entries as large as those of System.Account.
class ManyEntries {
  public:
    explicit ManyEntries(size_t maps) {
        std::mt19937_64 random(maps);
        const auto bytes = [&](size_t count) {
            Bytes out;
            for (size_t i = 0; i < count; ++i) out.push_back(static_cast<uint8_t>(random()));
            return out;
        };
        std::vector<Bytes> pallets, prefixes;
        for (size_t i = 0; i < 12; ++i) pallets.push_back(bytes(16));
        double sum = 0;
        for (size_t i = 0; i < maps; ++i) {
            prefixes.push_back(concat(pallets[i % pallets.size()], bytes(16)));
            sum += 1 / static_cast<double>(i + 1);
        }
        std::map<Bytes, Bytes> top;
        for (size_t i = 0; i < maps; ++i) {
            auto count = static_cast<size_t>(kEntries / static_cast<double>(i + 1) / sum);
            while (count-- > 0) top.emplace(concat(prefixes[i], bytes(48)), bytes(80));
        }
        std::vector<state::GenesisState::Entry> entries(top.begin(), top.end());
        const state::GenesisState genesis{.top = entries, .children = {}};
        states_ = *state::StateDatabase::open(*store_, {});
        auto batch = store_->batch();
        root = *states_->set_genesis(*batch, kBlock, 1, genesis, trie::StateVersion::kV1);
        SERINUS_ASSERT(store_->commit(std::move(batch), storage::Durability::kBuffered).has_value());
        state = *states_->at(kBlock);
    }

    static ManyEntries& of(size_t maps) {
        static std::map<size_t, std::unique_ptr<ManyEntries>> all;
        auto& out = all[maps];
        if (out == nullptr) out = std::make_unique<ManyEntries>(maps);
        return *out;
    }

    Hash256 root;

  private:
    std::unique_ptr<storage::Store> store_ = storage::make_memory_store();
    std::unique_ptr<state::StateDatabase> states_;

  public:
    std::unique_ptr<state::BlockState> state;
};

CoreProtocols protocols() {
    return {.requests = {{.names = {"/simulated/state/2"},
                          .max_request_bytes = kMiB,
                          .max_response_bytes = 16 * kMiB,
                          .timeout_ms = 40'000}},
            .notifications = {}};
}

class Server final : public Module, public serve::StateProofs, public serve::JobRunner {
  public:
    Server(NodeParts parts, World& world, ManyEntries& state)
        : world_(world),
          index_(parts.index),
          state_(state),
          jobs_(parts.core, *this, {}),
          server_(parts.core, *this, jobs_, {.warp = 8}) {
        parts.core.set_request_module(0, server_);
        parts.core.add_module(*this);
    }
    bool run(Job job, Done done) override {
        world_.after(kProofMs, [this, job = std::move(job), done = std::move(done)] {
            const auto answer = job();
            world_.call(index_, [&](auto, Millis now) { done(answer, now); });
        });
        return true;
    }
    std::optional<trie::CompactProof> prove_range(const Hash256&, state::RangeStart start) override {
        return *state::prove_range(state_.state->nodes(), state_.root, start, {});
    }
    std::optional<state::RangeEntries> collect_range(const Hash256&, state::RangeStart) override { return {}; }
    std::optional<Bytes> prove_warp(const Hash256&) override { return std::nullopt; }

  private:
    World& world_;
    NodeIndex index_;
    ManyEntries& state_;
    serve::JobQueue jobs_;
    serve::StateServer server_;
};

class Client final : public Module, public sync::StateSink {
  public:
    Client(NodeParts parts, World& world, const Hash256& root) : core_(parts.core), world_(world), index_(parts.index) {
        core_.add_module(*this);
        SERINUS_ASSERT(download_->begin({kBlock, 1, root}).has_value());
    }
    void begin(Millis now) {
        sync_ = std::make_unique<sync::StateSync>(core_, *this, *this, kBlock, download_->open_parts(),
                                                  sync::StateSyncOptions());
        for (const PeerId& peer : connected_) sync_->add_peer(peer, now);
    }
    /// Cancels what is on its way.
    void end() { sync_.reset(); }
    bool is_done() const { return download_->is_complete(); }
    size_t connected() const { return connected_.size(); }

    void on_peer_connected(const PeerId& peer, Millis) override { connected_.push_back(peer); }
    void on_request(link::RequestEvent event, Millis now) override {
        if (const auto* response = std::get_if<link::ResponseReceived>(&event)) {
            bytes += response->response.size();
            ++answers;
        }
        sync_->on_request(event, now);
    }
    void on_timer(Millis now) override {
        if (sync_ != nullptr) sync_->plan(now);
    }
    std::optional<Millis> next_timer() const override { return sync_ != nullptr ? sync_->next_timer() : std::nullopt; }
    void take(const PeerId& from, Bytes answer) override {
        free_at_ = std::max(free_at_, world_.now()) + 1000 * answer.size() / kCheckedPerSecond;
        waiting_ += answer.size();
        most_waiting = std::max(most_waiting, waiting_);
        world_.after(free_at_ - world_.now(), [this, from, answer = std::move(answer)] {
            waiting_ -= answer.size();
            const auto verdict = *download_->take(*sync::decode_state_proof(answer));
            world_.call(index_,
                        [&](auto, Millis now) { sync_->on_taken(from, verdict, download_->open_parts(), now); });
        });
    }

    size_t bytes = 0, answers = 0, most_waiting = 0;

  private:
    Core& core_;
    World& world_;
    NodeIndex index_;
    std::unique_ptr<storage::Store> store_ = storage::make_memory_store();
    std::unique_ptr<state::StateDownload> download_ = *state::StateDownload::open(*store_);
    std::unique_ptr<sync::StateSync> sync_;
    std::vector<PeerId> connected_;
    Millis free_at_ = 0;
    size_t waiting_ = 0;
};

/// Seconds of the same state from one peer, by maps and the rate.
std::map<std::pair<size_t, size_t>, double> of_one_peer;

/// The arguments: maps; peers; MiB a second of each link; of how many peers it is 10 KiB a second.
void download(benchmark::State& bench) {
    const auto maps = static_cast<size_t>(bench.range(0)), peers = static_cast<size_t>(bench.range(1)),
               rate = static_cast<size_t>(bench.range(2)) * kMiB, slow = static_cast<size_t>(bench.range(3));
    for (auto _ : bench) {
        ManyEntries& state = ManyEntries::of(maps);
        World world({.seed = 1});
        const auto make = [](auto module) {
            std::vector<std::unique_ptr<Module>> out;
            out.push_back(std::move(module));
            return out;
        };
        std::vector<NodeIndex> servers;
        for (size_t i = 0; i < peers; ++i) {
            servers.push_back(world.add({.protocols = protocols(), .make = [&](NodeParts parts) {
                                             return make(std::make_unique<Server>(parts, world, state));
                                         }}));
            world.set_upload(servers.back(), i < slow ? size_t{10} << 10 : rate);
        }
        const NodeIndex index = world.add({.protocols = protocols(), .make = [&](NodeParts parts) {
                                               return make(std::make_unique<Client>(parts, world, state.root));
                                           }});
        world.call(index, [&](NodeParts parts, Millis now) {
            for (const NodeIndex server : servers) {
                parts.peers.add_named_address(world.peer_id(server), world.address(server), now);
                parts.peers.add_reserved(world.peer_id(server), now);
            }
        });
        Client& client = *world.module<Client>(index);
        SERINUS_ASSERT(world.run_until([&] { return client.connected() == peers; }, 600'000));
        const Millis begin = world.now();
        world.call(index, [&](auto, Millis now) { client.begin(now); });
        while (!client.is_done()) {
            world.run_for(10);
            SERINUS_ASSERT(world.now() < begin + 3'600'000);
        }
        const double seconds = static_cast<double>(world.now() - begin) / 1000;
        client.end();
        if (peers == 1) of_one_peer[{maps, rate}] = seconds;
        bench.counters["virtual_s"] = seconds;
        bench.counters["MiB"] = static_cast<double>(client.bytes) / kMiB;
        bench.counters["answers"] = static_cast<double>(client.answers);
        bench.counters["of_all_rates"] =
            static_cast<double>(client.bytes) / seconds / static_cast<double>(rate * (peers - slow));
        bench.counters["MiB_waiting"] = static_cast<double>(client.most_waiting) / kMiB;
        const auto one = of_one_peer.find({maps, rate});
        if (one != of_one_peer.end()) bench.counters["times_one"] = one->second / seconds;
    }
}
BENCHMARK(download)
    ->Args({1, 1, 1, 0})
    ->Args({1, 8, 1, 0})
    ->Args({1, 8, 1, 1})
    ->Args({40, 1, 1, 0})
    ->Args({40, 8, 1, 0})
    ->Args({40, 8, 1, 1})
    ->Args({40, 1, 2, 0})
    ->Args({40, 8, 2, 0})
    ->Iterations(1)
    ->Unit(benchmark::kSecond);

}  // namespace
}  // namespace serinus::network::simulation
