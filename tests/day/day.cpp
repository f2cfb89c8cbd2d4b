#include "tests/day/day.hpp"

#include <malloc.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/hex.hpp"
#include "network/simulation/byte_liar.hpp"
#include "network/simulation/simulated_service.hpp"
#include "protocols/simulation/full_node.hpp"
#include "protocols/simulation/liars.hpp"
#include "protocols/simulation/lying_machine.hpp"

namespace serinus::day {
namespace {

using namespace network;
using namespace network::simulation;

constexpr uint64_t kBlockMs = 6'000, kCheckMs = 1'000, kHourMs = 3'600'000, kCalmMs = 600'000;
constexpr sync::BlockNumber kKeptBlocks = 600;  ///< below the last final one
constexpr size_t kByteLiars = 2;
constexpr uint64_t kLyingMs = 30'000;  ///< between the lies of each that speaks well
constexpr simulation::LiarKind kLiars[] = {LiarKind::kSilent, LiarKind::kBabbler, LiarKind::kFlooder,
                                           LiarKind::kPoisoner};

crypto::ed25519::Seed key_of(size_t machine) {
    return crypto::ed25519::Seed(ByteArray<32>{static_cast<uint8_t>(machine + 1), static_cast<uint8_t>(machine >> 8)});
}
PeerId peer_of(size_t machine) { return PeerId::of(crypto::ed25519::public_key_of(key_of(machine))); }
/// Each in a network of its own.
wire::Multiaddr address_of(size_t machine) {
    return *wire::Multiaddr::parse("/ip4/" + std::to_string(30 + machine % 60) + "." + std::to_string(machine / 60) +
                                   ".0.1/tcp/30333");
}

class Day {
  public:
    explicit Day(const DayOptions& options) : options_(options), time_(options.seed) {
        for (size_t i = 0; i < options_.nodes + std::size(kLiars); ++i) {
            nodes_.push_back(std::make_unique<Node>());
            start(i);
        }
        std::vector<wire::Multiaddr> victims;
        for (size_t i = 0; i < options_.nodes; ++i) victims.push_back(address_of(i));
        for (size_t i = 0; i < kByteLiars; ++i) {
            byte_liars_.push_back(std::make_unique<ByteLiar>(time_, links_, nodes_.size() + i, victims));
        }
        for (const Lie lie : kLies) {
            const size_t machine = nodes_.size() + kByteLiars + lying_machines_.size();
            lying_machines_.push_back(std::make_unique<LyingMachine>(
                time_, links_, machine, address_of(machine), victims[time_.random()() % victims.size()],
                LyingPeerOptions{.lie = lie,
                                 .seed = time_.random()(),
                                 .chain = "/simulated",
                                 .genesis = simulated_genesis().hash,
                                 .body_bytes = 10'000},
                kLyingMs));
        }
        every(kCheckMs, [this] { check(); });
        every(kBlockMs, [this] { author(); });
        every(20'000, [this] { fault(); });
    }
    ~Day() {
        for (auto& node : nodes_) node->service.reset();
    }

    Report run() {
        const uint64_t end = options_.minutes * 60'000;
        for (uint64_t hour_end = kHourMs; report_.violations.empty() && time_.now_ms() < end; hour_end += kHourMs) {
            time_.run_until_ms(std::min(end, hour_end));
            report_.heap_bytes.push_back(mallinfo2().uordblks);
            log(std::to_string(time_.now_ms() / 60'000) + " min: " + std::to_string(report_.blocks) +
                " blocks, final #" + std::to_string(report_.final_number) + ", " +
                std::to_string(links_.stream_count()) + " streams, heap " +
                std::to_string(report_.heap_bytes.back() >> 10) + " KiB, " + std::to_string(time_.executed()) +
                " events");
        }
        for (const auto& liar : byte_liars_) report_.lies += liar->lies();
        for (const auto& liar : lying_machines_) report_.lies += liar->lies();
        report_.events = time_.executed();
        report_.trace_hash = time_.trace_hash();
        return std::move(report_);
    }

  private:
    struct Node {
        MemoryChain chain;  ///< as on a disk
        std::unique_ptr<platform::Scheduler> scheduler = {};
        std::unique_ptr<NetworkService> service = {};  ///< none: it is down
        std::optional<Parts> parts = {};
        FullNode* module = nullptr;  ///< none: it is a liar
        sync::BlockNumber final_number = 0;
    };

    bool is_liar(size_t index) const { return index >= options_.nodes; }
    bool is_up(size_t index) const { return nodes_[index]->service != nullptr; }
    void log(const std::string& line) const {
        if (options_.log) options_.log(line);
    }
    void log_fault(const std::string& line) const {
        if (options_.shows_faults) log(std::to_string(time_.now_ms()) + " ms: " + line);
    }
    void fail(const std::string& text) {
        if (report_.violations.empty()) report_.violations.push_back(std::to_string(time_.now_ms()) + " ms: " + text);
    }
    void every(uint64_t ms, std::function<void()> task) {
        time_.post_after_us(ms * 1000, [this, ms, task = std::move(task)]() mutable {
            task();
            every(ms, std::move(task));
        });
    }
    void after(uint64_t ms, platform::Task task) { time_.post_after_us(ms * 1000, std::move(task)); }
    uint64_t below(uint64_t bound) { return random_() % bound; }

    void start(size_t index) {
        Node& node = *nodes_[index];
        if (node.service != nullptr) return;
        ServiceOptions options;
        options.node_key = key_of(index);
        options.agent_version = "day/" + std::to_string(index);
        options.listen_addresses = {address_of(index)};
        std::vector<wire::Multiaddr> boot_nodes;
        for (const size_t boot : {size_t{0}, size_t{1}}) {
            if (boot != index) boot_nodes.push_back(address_of(boot).with_peer_id(peer_of(boot)));
        }
        NodeSetup setup = is_liar(index) ? liar({.kind = kLiars[index - options_.nodes], .boot_nodes = boot_nodes})
                                         : full_node(node.chain, {.boot_nodes = boot_nodes});
        ModuleFactory factory{.protocols = setup.protocols, .make = [this, index, setup](Parts parts) {
                                  Node& own = *nodes_[index];
                                  own.parts.emplace(parts);
                                  static const auto no_address = address_of(0);
                                  auto modules = setup.make({index, parts.core, parts.peers, parts.identify,
                                                             parts.peer_id, key_of(index), no_address});
                                  own.module = dynamic_cast<FullNode*>(modules.front().get());
                                  return modules;
                              }};
        node.scheduler = time_.make_scheduler({.label = std::to_string(index)});
        node.service = start_service(*node.scheduler, std::move(options), std::move(factory), links_, index);
        node.service->run();
    }
    void stop(size_t index) {
        Node& node = *nodes_[index];
        node.module = nullptr;
        node.parts.reset();
        node.service.reset();
        node.scheduler.reset();
    }

    /// One of the nodes that run makes a block on its best one.
    void author() {
        const size_t index = below(options_.nodes);
        Node& node = *nodes_[index];
        if (node.module == nullptr || !node.chain.queue.empty()) return;
        ++report_.blocks;
        node.service->post(
            [&node, branch = random_()](Parts parts) { node.module->author(branch, parts.scheduler.now_ms()); });
    }

    // Faults: none in the last minutes of each hour.

    bool is_calm() const { return time_.now_ms() % kHourMs >= kHourMs - kCalmMs; }
    /// At most until the calm begins.
    uint64_t length(uint64_t longest_ms) {
        const uint64_t left = kHourMs - kCalmMs - time_.now_ms() % kHourMs;
        return std::min(left, 1000 + below(longest_ms));
    }

    void fault() {
        if (is_calm() || time_.now_ms() < 60'000) return;
        const size_t node = below(options_.nodes);
        switch (below(6)) {
            case 0:
            case 1:
                if (!is_up(node)) return;
                ++report_.crashes;
                log_fault("node " + std::to_string(node) + " crashes");
                stop(node);
                return after(length(below(8) == 0 ? 1'200'000 : 60'000), [this, node] { start(node); });
            case 2:
                return partition();
            case 3:
                ++report_.cuts;
                log_fault("nothing that node " + std::to_string(node) + " sends arrives");
                silenced_.insert(node);
                return after(length(120'000), [this, node] { silenced_.erase(node); });
            case 4:
                ++report_.storms;
                log_fault("bad weather");
                links_.set_weather({.min_delay_us = 20'000,
                                    .max_delay_us = 100'000 + below(3'000'000),
                                    .loss_per_mille = static_cast<uint32_t>(below(200))});
                return after(length(180'000), [this] { links_.set_weather({}); });
            default:
                return;
        }
    }
    void partition() {
        if (!cut_off_.empty()) return;
        ++report_.partitions;
        const size_t count = 1 + below(options_.nodes / 2);
        while (cut_off_.size() < count) cut_off_.insert(below(options_.nodes));
        log_fault(std::to_string(count) + " nodes are cut off");
        after(length(600'000), [this] { cut_off_.clear(); });
    }
    bool reaches(MachineId from, MachineId to) const {
        return !silenced_.contains(from) && cut_off_.contains(from) == cut_off_.contains(to);
    }

    // Conditions that must hold.

    void check() {
        for (size_t i = 0; i < options_.nodes; ++i) {
            if (is_up(i)) check_bounds(i);
        }
        finalize();
        // The last minute of a calm time.
        if (time_.now_ms() % kHourMs < kHourMs - 60'000) return;
        std::map<Hash256, size_t> heads;
        for (size_t i = 0; i < options_.nodes; ++i) ++heads[nodes_[i]->chain.best().hash];
        if (heads.size() == 1) agreed_at_ = time_.now_ms();
        const bool is_last = time_.now_ms() % kHourMs + kCheckMs >= kHourMs;
        if (is_last && (!agreed_at_ || *agreed_at_ + 60'000 < time_.now_ms())) {
            fail("the heads were not equal in the last minute of the calm: " + std::to_string(heads.size()) + " heads");
            for (size_t i = 0; i < options_.nodes; ++i) log(describe(i));
        }
    }

    std::string describe(size_t index) const {
        const Node& node = *nodes_[index];
        std::string out = "  node " + std::to_string(index);
        if (node.module == nullptr) return out + " is down";
        auto& chain = const_cast<MemoryChain&>(node.chain);
        return out + ": best #" + std::to_string(chain.best().number) + " " + to_hex(chain.best().hash).substr(0, 8) +
               ", final #" + std::to_string(chain.final_number) + ", " + std::to_string(chain.queue.size()) +
               " to import, " + std::to_string(node.parts->core.connections().size()) + " connections, " +
               std::to_string(node.module->announces().peers().size()) + " peers, " +
               std::to_string(node.module->sync().blocks_ahead()) + " blocks ahead, " +
               std::to_string(node.module->sync().branch_count()) + " branches";
    }

    void check_bounds(size_t index) {
        Node& node = *nodes_[index];
        const auto demand = [&](bool holds, const std::string& what) {
            if (!holds) fail("node " + std::to_string(index) + ": " + what);
        };
        if (!node.parts || node.module == nullptr) return;
        PeerManager& peers = node.parts->peers;
        const auto final_here = final_.find(node.chain.final_number);
        demand(final_here == final_.end() || node.chain.hash_at(node.chain.final_number) == final_here->second,
               "has left what is final");
        demand(peers.slot_count() <= 8 + 32, "more slots than there are");
        demand(peers.known_peers() <= 8192, "too many known peers");
        demand(node.module->dht().records().record_count() <= 1024, "too many records");
        demand(node.module->dht().running() <= 48, "too many look-ups");
        demand(node.module->dht().query_connections() <= 64 + 24, "too many connections of look-ups");
        demand(node.module->dht().memory_bytes() <= size_t{4} << 20, "the tables of the DHT are too large");
        demand(node.parts->core.connections().size() <= 2 * nodes_.size() + 64, "too many connections");
        demand(node.chain.queue.size() <= 2048, "too many blocks wait for import");
        demand(node.module->sync().blocks_ahead() <= 1024 + 512, "too many blocks are ahead");
        for (size_t other = 0; other < options_.nodes; ++other) {
            demand(!peers.is_banned(peer_of_[other], time_.now_ms()),
                   "has banned the honest node " + std::to_string(other));
        }
        for (const auto& lane : node.scheduler->lane_figures()) {
            demand(lane.waiting <= 10'000 && lane.timers <= 100, "too much waits on the lane " + lane.name);
        }
    }

    /// In the place of votes: a block of two thirds of the nodes is final for those of them that reach each other.
    void finalize() {
        std::map<Hash256, std::pair<sync::BlockNumber, std::vector<size_t>>> having;
        for (size_t i = 0; i < options_.nodes; ++i) {
            auto& chain = nodes_[i]->chain;
            if (!is_up(i) || silenced_.contains(i)) continue;
            const auto number = chain.best().number;
            // The best block of each node, and two below it: nodes are rarely at the very same one.
            for (sync::BlockNumber back = 0; back <= std::min<sync::BlockNumber>(2, number); ++back) {
                auto& one = having[*chain.hash_at(number - back)];
                one.first = number - back;
                one.second.push_back(i);
            }
        }
        for (const auto& [hash, one] : having) {
            const auto& [number, all] = one;
            const size_t inside = static_cast<size_t>(
                std::ranges::count_if(all, [this](size_t node) { return cut_off_.contains(node); }));
            const bool side = 2 * inside > all.size();
            if (std::max(inside, all.size() - inside) * 3 <= options_.nodes * 2) continue;
            for (const size_t i : all) {
                if (cut_off_.contains(i) == side) finalize(i, number, hash);
            }
        }
    }
    void finalize(size_t index, sync::BlockNumber number, const Hash256& hash) {
        Node& node = *nodes_[index];
        if (number <= node.chain.final_number) return;
        if (node.chain.hash_at(number) != hash) return;
        const auto known = final_.emplace(number, hash).first;
        if (known->second != hash) fail("two blocks of number " + std::to_string(number) + " are final");
        node.chain.final_number = number;
        report_.final_number = std::max<uint64_t>(report_.final_number, number);
        if (number % 100 == 0 && number > kKeptBlocks) node.chain.forget_below(number - kKeptBlocks);
        while (final_.size() > 4 * kKeptBlocks) final_.erase(final_.begin());
    }

    const DayOptions options_;
    platform::VirtualTime time_;
    std::mt19937_64 random_{options_.seed * 0x9e3779b97f4a7c15 + 1};
    std::set<size_t> cut_off_, silenced_;
    ByteLinks links_{time_, {}, [this](MachineId from, MachineId to) { return reaches(from, to); }};
    std::vector<std::unique_ptr<Node>> nodes_;
    std::vector<std::unique_ptr<ByteLiar>> byte_liars_;
    std::vector<std::unique_ptr<LyingMachine>> lying_machines_;
    std::map<sync::BlockNumber, Hash256> final_;
    std::optional<uint64_t> agreed_at_;
    Report report_;
    const std::vector<PeerId> peer_of_ = [this] {
        std::vector<PeerId> out;
        for (size_t i = 0; i < options_.nodes; ++i) out.push_back(peer_of(i));
        return out;
    }();
};

}  // namespace

Report run(const DayOptions& options) { return Day(options).run(); }

}  // namespace serinus::day
