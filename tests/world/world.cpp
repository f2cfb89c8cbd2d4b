#include "tests/world/world.hpp"

#include "base/hex.hpp"
#include "network/simulation/byte_liar.hpp"
#include "protocols/simulation/lying_machine.hpp"
#include "tests/world/chain.hpp"
#include "tests/world/machine.hpp"

namespace serinus::world {
namespace {

constexpr uint64_t kCheckMs = 250;
constexpr uint64_t kReconnectMs = 2'000;
constexpr uint64_t kCallMs = 700;
constexpr uint64_t kTransferMs = 1'500;
constexpr uint64_t kLyingMs = 1'000;              ///< between the lies of a peer that speaks well
constexpr uint64_t kStartMs = 1'700'000'000'000;  ///< a multiple of no slot's length
constexpr uint64_t kFoundMs = 9'000;              ///< after which the nodes of a wired world have found each other

std::set<size_t> dishonest_ends(const Plan& plan, const std::vector<size_t>& twins) {
    std::set<size_t> out;
    for (const Fault& fault : plan.faults) {
        if (is_dishonest(fault.kind)) out.insert(fault.node);
    }
    for (size_t i = 0; i < twins.size(); ++i) out.insert(plan.nodes + i);
    return out;
}

std::vector<size_t> twins_of(const Plan& plan) {
    std::vector<size_t> out;
    for (const Fault& fault : plan.faults) {
        if (fault.kind == FaultKind::kTwin) out.push_back(fault.node);
    }
    return out;
}

size_t validators_of(const Plan& plan) {
    const bool has_observer =
        std::ranges::any_of(plan.faults, [](const Fault& fault) { return fault.kind == FaultKind::kObserver; });
    return plan.nodes - (has_observer ? 1 : 0);
}

/// Compiled once for all worlds of the process.
std::shared_ptr<executor::RuntimeCache> shared_runtimes() {
    static const auto cache = executor::make_runtime_cache(4);
    return cache;
}

class World {
  public:
    World(const Plan& plan, const WorldOptions& options)
        : plan_(plan),
          options_(options),
          twins_(twins_of(plan)),
          time_(plan.seed, kStartMs),
          network_(
              time_, plan_, report_.reached,
              [this](size_t end) {
                  const bool is_twin = end >= plan_.nodes && end - plan_.nodes < twins_.size();
                  return is_twin ? twins_[end - plan_.nodes] : end;
              },
              [this](size_t to, size_t from, Bytes message) { machines_[to]->receive(from, std::move(message)); }),
          checker_(dishonest_ends(plan, twins_), [this] { return time_.now_ms(); }),
          shared_{plan_,
                  options_,
                  time_,
                  network_,
                  checker_,
                  report_,
                  shared_runtimes(),
                  validators_of(plan),
                  plan.nodes + twins_.size()},
          random_(time_.random()()) {
        if (options.is_wired) {
            shared_.wire = &wire_;
            shared_.lying_peers = options.byte_liars + 1;
        }
        if (options.bug == Bug::kNeverHeals) network_.never_heals();
        std::vector<std::shared_ptr<crypto::NodeKeys>> keys;
        for (size_t i = 0; i < plan.nodes; ++i) {
            keys.push_back(std::make_shared<crypto::NodeKeys>(*key_randomness_));
            machines_.push_back(std::make_unique<Machine>(shared_, i, i, keys.back()));
            if (machines_.back()->is_validator()) add_keys(*keys.back(), i);
        }
        for (size_t i = 0; i < twins_.size(); ++i) {
            machines_.push_back(std::make_unique<Machine>(shared_, plan.nodes + i, twins_[i], keys[twins_[i]]));
        }
    }
    ~World() {
        // A node that is destroyed may still send messages and call listeners.
        for (auto& machine : machines_) machine->crash(false);
    }

    Report run() {
        for (auto& machine : machines_) machine->start();
        if (machines_.front()->is_running()) checker_.on_genesis(machines_.front()->node().client().genesis());
        for (const Fault& fault : plan_.faults) plan_fault(fault);
        if (options_.is_wired) start_liars();
        every(kCheckMs, [this] { check(); });
        every(kReconnectMs, [this] { reconnect(); });
        every(kCallMs, [this] { call(); });
        every(kTransferMs, [this] { transfer(); });
        at(plan_.heal_ms, [this] { heal(); });
        while (checker_.violations().empty() && time_.now_ms() < plan_.until_ms) {
            time_.run_until_ms(std::min(plan_.until_ms, time_.now_ms() + kCheckMs));
        }
        finish();
        return std::move(report_);
    }

  private:
    void at(uint64_t when_ms, platform::Task task) {
        time_.post_after_us((when_ms - std::min(when_ms, time_.now_ms())) * 1000, std::move(task));
    }
    void every(uint64_t ms, std::function<void()> what) {
        at(time_.now_ms() + ms, [this, ms, what = std::move(what)]() mutable {
            what();
            every(ms, std::move(what));
        });
    }

    static void add_keys(crypto::NodeKeys& keys, size_t validator) {
        const std::string secret = validator_secret(validator);
        (void)keys.generate(crypto::key_types::kBabe, crypto::Scheme::kSr25519, secret);
        (void)keys.generate(crypto::key_types::kGrandpa, crypto::Scheme::kEd25519, secret);
    }

    void plan_fault(const Fault& fault) {
        const auto on_machines = [this, &fault](auto what) {
            for (auto& machine : machines_) {
                if (machine->end_number() == fault.node) what(*machine);
            }
        };
        at(fault.at_ms, [this, &fault, on_machines] {
            shared_.log("begins: " + fault.to_string());
            on_machines([&](Machine& machine) { machine.begin(fault); });
            set_stream_weather();
        });
        if (fault.duration_ms == 0) return;
        at(fault.end_ms(), [this, &fault, on_machines] {
            shared_.log("ends: " + fault.to_string());
            on_machines([&](Machine& machine) { machine.end(fault); });
            set_stream_weather();
        });
    }
    /// Loss and delay as streams have them: pieces come later, and all that is behind them.
    void set_stream_weather() {
        if (!options_.is_wired) return;
        network::simulation::StreamWeather weather;
        const auto raise = [this](FaultKind kind, auto& value, uint64_t to) {
            if (to <= value) return;
            value = static_cast<std::remove_reference_t<decltype(value)>>(to);
            shared_.count(kind);
        };
        raise(FaultKind::kLoss, weather.loss_per_mille, network_.parameter_of(FaultKind::kLoss));
        raise(FaultKind::kDelay, weather.max_delay_us, network_.parameter_of(FaultKind::kDelay) * 1000);
        links_.set_weather(weather);
    }
    /// In the place of nodes that lie in messages: machines that lie in bytes, as many as the seed has, and peers that
    /// speak the protocols well.
    void start_liars() {
        std::vector<network::wire::Multiaddr> victims;
        for (size_t end = 0; end < shared_.ends; ++end) victims.push_back(wire_address(end));
        for (size_t i = 0; i < options_.byte_liars; ++i) {
            byte_liars_.push_back(
                std::make_unique<network::simulation::ByteLiar>(time_, links_, shared_.ends + i, victims));
        }
        if (!machines_.front()->is_running()) return;
        const Hash256 genesis = machines_.front()->node().client().genesis().hash;
        for (size_t i = 0; i < shared_.lying_peers; ++i) {
            const size_t machine = shared_.ends + options_.byte_liars + i;
            const size_t lie = (plan_.seed + i) % std::size(network::simulation::kLies);
            lying_machines_.push_back(std::make_unique<network::simulation::LyingMachine>(
                time_, links_, machine, wire_address(machine), victims[(plan_.seed + i) % victims.size()],
                network::simulation::LyingPeerOptions{.lie = network::simulation::kLies[lie],
                                                      .seed = plan_.seed * 100 + i,
                                                      .chain = "/" + to_hex(genesis.bytes),
                                                      .genesis = genesis,
                                                      .body_bytes = 10'000},
                kLyingMs));
        }
    }

    template <class F>
    void for_honest(F what) {
        for (auto& machine : machines_) {
            if (machine->is_honest() && machine->is_running()) what(*machine);
        }
    }

    void reconnect() {
        for (const auto& [first, second] : network_.take_reconnected()) {
            for (const auto& [end, other] : {std::pair(first, second), std::pair(second, first)}) {
                Exchange* const exchange = machines_[end]->is_running() ? machines_[end]->node().exchange() : nullptr;
                if (exchange != nullptr) exchange->reconnected(other);
            }
        }
    }

    void heal() {
        for (auto& machine : machines_) machine->start();
        for_honest([&](Machine& machine) {
            best_at_heal_ = std::max<uint64_t>(best_at_heal_, machine.node().client().best().number);
        });
        shared_.log("all faults are over; the best block is #" + std::to_string(best_at_heal_));
    }

    void check() {
        std::set<Hash256> heads;
        uint64_t least_final = UINT64_MAX;
        for_honest([&](Machine& machine) {
            machine.check_bounds();
            heads.insert(machine.node().client().best().hash);
            least_final = std::min<uint64_t>(least_final, machine.node().client().finalized().number);
            node::NodeNetwork* const network = machine.node().network();
            if (network != nullptr && time_.now_ms() >= kFoundMs) {
                report_.least_peers = std::min(report_.least_peers, network->peer_count());
            }
        });
        if (time_.now_ms() < plan_.heal_ms) return;
        if (heads.size() == 1) heads_were_equal_ = true;
        if (least_final > best_at_heal_ || (plan_.nodes == 0)) is_final_again_ = true;
    }

    Machine* some_machine() {
        std::vector<Machine*> running;
        for (auto& machine : machines_) {
            if (machine->is_running()) running.push_back(machine.get());
        }
        return running.empty() ? nullptr : running[random_() % running.size()];
    }
    void call() {
        if (Machine* machine = some_machine()) machine->node().rpc().call_something();
    }
    void transfer() {
        if (Machine* machine = some_machine()) machine->submit_transfer(random_());
    }

    void finish() {
        if (checker_.violations().empty() && time_.now_ms() >= plan_.heal_ms + kRecoveryMs) {
            if (!heads_were_equal_) {
                checker_.fail(Rule::kHeads, "the heads were never equal since the healing");
            } else if (!is_final_again_) {
                checker_.fail(Rule::kProgress, "#" + std::to_string(best_at_heal_) +
                                                   ", the best block at the healing, is not below a final one on all");
            }
        }
        if (checker_.violations().empty()) {
            for_honest([&](Machine& machine) {
                machine.check_state(machine.node().client().finalized().hash);
                machine.check_state(machine.node().client().best().hash);
            });
        }
        for (auto& machine : machines_) {
            if (!machine->is_running()) continue;
            report_.rpc_calls += machine->node().rpc().calls();
            report_.notifications += machine->node().rpc().notifications();
        }
        for (auto& machine : machines_) {
            if (!options_.log || !machine->is_running()) continue;
            const auto state = machine->node().rpc().call("grandpa_roundState");
            shared_.log(machine->label() + " votes in " + (state ? boost::json::serialize(*state) : "nothing"));
        }
        for (const auto& liar : lying_machines_) report_.lies += liar->lies();
        report_.violations = checker_.violations();
        report_.trace_hash = time_.trace_hash();
        report_.events = time_.executed();
        report_.network = network_.figures();
        report_.end_ms = time_.now_ms();
    }

    const Plan plan_;
    const WorldOptions options_;
    const std::vector<size_t> twins_;
    platform::VirtualTime time_;
    std::unique_ptr<platform::Scheduler> key_randomness_ = time_.make_scheduler({.label = "keys"});
    Report report_;
    Network network_;
    network::simulation::ByteLinks links_{
        time_, {}, [this](size_t from, size_t to) { return network_.reaches(from, to); }};
    const WireOptions wire_{links_, plan_.nodes + twins_.size()};
    Checker checker_;
    Shared shared_;
    std::mt19937_64 random_;
    std::vector<std::unique_ptr<Machine>> machines_;
    std::vector<std::unique_ptr<network::simulation::ByteLiar>> byte_liars_;
    std::vector<std::unique_ptr<network::simulation::LyingMachine>> lying_machines_;
    uint64_t best_at_heal_ = 0;
    bool heads_were_equal_ = false;
    bool is_final_again_ = false;
};

}  // namespace

std::string to_string(const FaultCounts& counts) {
    std::string out;
    for (size_t i = 0; i < counts.size(); ++i) {
        out += (i == 0 ? "" : ", ") + std::string(world::to_string(static_cast<FaultKind>(i))) + " " +
               std::to_string(counts[i]);
    }
    return out;
}

std::string Report::to_string() const {
    std::string out = std::to_string(end_ms) + " ms, " + std::to_string(blocks) + " blocks, best #" +
                      std::to_string(best) + ", final #" + std::to_string(finalized) + ", " + std::to_string(votes) +
                      " votes in " + std::to_string(sets + 1) + " sets, " + std::to_string(starts) + " starts, " +
                      std::to_string(crashes) + " crashes, " + std::to_string(transactions) + " transactions, " +
                      std::to_string(rpc_calls) + " RPC calls, " + std::to_string(network.delivered) + " of " +
                      std::to_string(network.sent) + " messages, " + std::to_string(lies) + " lies, " +
                      std::to_string(events) + " events, trace " + std::to_string(trace_hash);
    for (const Violation& violation : violations) {
        out += "\n" + std::to_string(violation.at_ms) + " ms: [" + world::to_string(violation.rule) + "] " +
               violation.text;
    }
    return out;
}

Report run_world(const Plan& plan, const WorldOptions& options) {
    if (!options.is_wired) return World(plan, options).run();
    // A twin is an honest node but for its keys; other liars speak the protocols of the exchange.
    const auto lies_in_messages = [](const Fault& fault) {
        return is_dishonest(fault.kind) && fault.kind != FaultKind::kTwin;
    };
    Plan wired = plan;
    WorldOptions with_liars = options;
    with_liars.byte_liars = std::erase_if(wired.faults, lies_in_messages);
    return World(wired, with_liars).run();
}

}  // namespace serinus::world
