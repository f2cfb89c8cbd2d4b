// Runtimes side by side, for scripts: reads requests from standard input, one JSON value a line, and answers each with
// one line. The requests are described in the README. With --log=LEVEL (0 errors, 4 trace) runtimes
// log to standard error.
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <set>
#include <string>

#include "base/hex.hpp"
#include "executor/log_sink.hpp"
#include "runtime/npos/miner.hpp"
#include "runtime/runtimes/kusama/bag_thresholds.hpp"
#include "runtime/runtimes/kusama/currency.hpp"
#include "runtime/runtimes/kusama/weights/election_provider_multi_phase.hpp"
#include "staking/population.hpp"
#include "tests/differential/world.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::differential {
namespace {

using test::Json;

constexpr size_t kMaxWorlds = 8;
constexpr size_t kMaxLineBytes = size_t{64} << 20;
constexpr size_t kMaxJournal = size_t{1} << 22;  // writes: half a million extrinsics
constexpr size_t kPalletPrefixBytes = 16;        // twox128 of the pallet
constexpr size_t kItemPrefixBytes = 32;          // twox128 of the pallet, twox128 of the item

class StandardError final : public executor::LogSink {
  public:
    explicit StandardError(executor::LogLevel level) : level_(level) {}
    executor::LogLevel max_level() const noexcept override { return level_; }
    void log(executor::LogLevel, std::string_view target, std::string_view message) noexcept override {
        std::cerr << target << ": " << message << std::endl;
    }

  private:
    executor::LogLevel level_;
};

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            constexpr std::string_view kDigits = "0123456789abcdef";
            out += "\\u00";
            out += kDigits[static_cast<unsigned char>(c) >> 4];
            out += kDigits[c & 15];
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string shown(BytesView bytes) { return '"' + to_hex_prefixed(bytes) + '"'; }
std::string shown(const std::optional<Bytes>& value) { return value ? shown(BytesView(*value)) : "null"; }
std::string error(std::string_view text) { return "{\"error\":" + quoted(text) + "}"; }

/// The items between brackets.
template <class Items, class Show>
std::string list_of(const Items& items, Show&& show) {
    std::string out = "[";
    for (const auto& item : items) {
        if (out.size() > 1) out += ',';
        out += show(item);
    }
    return out + ']';
}

bool starts_with(const Bytes& key, const Bytes& prefix) {
    return key.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), key.begin());
}

std::vector<Bytes> hex_list(const Json& json) {
    std::vector<Bytes> out;
    for (const Json& one : json.items()) out.push_back(one.hex());
    return out;
}

class Runner {
  public:
    explicit Runner(executor::LogSink* log) : executor_({.max_cached_runtimes = kMaxWorlds, .log = log}) {}

    std::string answer(const Json& request) {
        if (!request.is_array()) return answer_one(request);
        return list_of(request.items(), [&](const Json& one) { return answer_one(one); });
    }

  private:
    std::string answer_one(const Json& request) {
        const std::string op = request["op"].text();
        if (op == "load") return load(request);
        if (op == "compare") return compare(request);
        if (op == "mine") return mine(request);
        const auto found = worlds_.find(request["world"].text());
        if (found == worlds_.end()) return error("no such world");
        World& world = *found->second;
        if (op == "call") return call(world, request);
        if (op == "cost") return cost(world, request);
        if (op == "forecast") return forecast(world, request);
        if (op == "offchain") return offchain(world, request);
        if (op == "local") return local(world, request);
        if (op == "key") return key(world, request);
        if (op == "get") return get(world, request);
        if (op == "put") return put(world, request);
        if (op == "populate") return populate(world, request);
        if (op == "keys") return keys(world, request);
        if (op == "changes") return changes(world, request["mark"].unsigned_integer());
        if (op == "mark") return "{\"mark\":" + std::to_string(world.mark()) + "}";
        if (op == "restore") return world.restore(request["mark"].unsigned_integer()) ? "{}" : error("no such mark");
        if (op == "forget") return world.forget(), "{}";
        if (op == "refresh") return world.refresh(), "{}";
        if (op == "root") {
            const auto root = world.root();
            return root ? "{\"root\":" + shown(BytesView(*root)) + "}" : error(root.error().reason);
        }
        return error("unknown op " + op);
    }

    std::string load(const Json& request) {
        const std::string name = request["world"].text();
        if (!worlds_.contains(name) && worlds_.size() == kMaxWorlds) return error("too many worlds");
        auto& world = worlds_[name];
        world = std::make_unique<World>(executor_);
        const auto loaded = world->load(to_bytes(as_bytes(test::read_file(request["code"].text()))));
        if (loaded) return "{\"keys\":" + std::to_string(world->entries().size()) + "}";
        worlds_.erase(name);
        return error(loaded.error());
    }

    /// The solver's result for a snapshot (encoded: voters, then targets): the arguments of the submission. With
    /// `module` the solver is that of a Wasm file, otherwise the one of this program.
    std::string mine(const Json& request) {
        using Voter = std::tuple<ByteArray<32>, uint64_t, std::vector<ByteArray<32>>>;
        using Snapshot = std::pair<std::vector<Voter>, std::vector<ByteArray<32>>>;
        const auto number = [&](const char* name) { return request[name].unsigned_integer(); };
        const Bytes encoded = request["snapshot"].hex();
        const auto desired = static_cast<uint32_t>(number("desired"));
        const auto round = static_cast<uint32_t>(number("round"));
        const uint64_t max_time = number("max_time");
        const auto max_length = static_cast<uint32_t>(number("max_length"));
        const auto answer = [](BytesView arguments, double seconds) {
            return "{\"arguments\":" + shown(arguments) + ",\"seconds\":" + std::to_string(seconds) + "}";
        };
        if (request.has("module")) {
            const auto code = test::read_file(request["module"].text());
            const auto runtime = executor_.runtime_of_code(as_bytes(code), std::nullopt);
            if (!runtime) return error(runtime.error().reason);
            Bytes arguments = encoded;
            const Bytes rest = scale::encode(std::tuple(desired, round, max_time, max_length));
            arguments.insert(arguments.end(), rest.begin(), rest.end());
            state::MemoryBackend nothing;
            state::Overlay overlay(nothing);
            const double begin = cpu_seconds();
            const auto mined = executor_.call(**runtime, "NposMiner_mine", arguments, overlay);
            return mined ? answer(*mined, cpu_seconds() - begin) : error(mined.error().reason);
        }
        const auto snapshot = scale::decode<Snapshot>(encoded);
        if (!snapshot) return error("this is no snapshot");
        const auto& [voters, targets] = *snapshot;
        const auto voter_count = static_cast<uint32_t>(voters.size());
        const auto target_count = static_cast<uint32_t>(targets.size());
        const sdk::npos::MinerLimits limits{.max_weight = sdk::Weight::from_parts(max_time, ~uint64_t{0}),
                                            .max_length = max_length,
                                            .weight_of = [&](uint32_t active) {
                                                return kusama::weights::kElectionProviderMultiPhase.submit_unsigned(
                                                    voter_count, target_count, active, desired);
                                            }};
        const double begin = cpu_seconds();
        const auto mined = sdk::npos::mine<24>(std::span<const ByteArray<32>>(targets), voters, desired, limits);
        const double seconds = cpu_seconds() - begin;
        if (!mined) return error("a sum does not fit");
        return answer(scale::encode(std::tuple(mined->solution, mined->score, round, scale::Compact(voter_count),
                                               scale::Compact(target_count))),
                      seconds);
    }

    static std::string put(World& world, const Json& request) {
        state::StateChanges changes;
        state::ChangeSet& area = request.has("child") ? changes.children[request["child"].hex()] : changes.top;
        for (const Json& change : request["changes"].items()) {
            const auto pair = change.items();
            area[pair[0].hex()] = pair[1].is_null() ? std::nullopt : std::optional(pair[1].hex());
        }
        world.apply(changes);
        return "{}";
    }

    /// Kusama's stakers, so many of each kind.
    static std::string populate(World& world, const Json& request) {
        const auto number = [&](const char* name) { return request[name].unsigned_integer(); };
        const auto size = staking::parse_population_size(request["size"].text());
        if (!size) return error("no size of a population");
        staking::PopulationOptions options{
            .seed = number("seed"),
            .size = *size,
            .largest_bond = number("largest"),
            .existential_deposit = kusama::currency::kExistentialDeposit,
            .bags = {std::begin(kusama::kBagThresholds), std::end(kusama::kBagThresholds)},
            .desired = static_cast<uint32_t>(number("desired"))};
        auto made = staking::make_population(world, options);
        if (!made) return error(made.error());
        world.apply({std::move(made->changes), {}});
        const auto accounts = [](const auto& list) {
            return list_of(list, [](const auto& one) { return shown(BytesView(one.bytes)); });
        };
        return "{\"validators\":" + accounts(made->validators) + ",\"nominators\":" + accounts(made->nominators) +
               ",\"pools\":" + accounts(made->pools) + "}";
    }

    static std::string get(World& world, const Json& request) {
        return "{\"values\":" +
               list_of(hex_list(request["keys"]), [&](const Bytes& key) { return shown(world.find(key)); }) + "}";
    }

    static std::string keys(World& world, const Json& request) {
        const Bytes prefix = request["prefix"].hex();
        size_t left = request.has("limit") ? request["limit"].unsigned_integer() : SIZE_MAX;
        std::string out;
        for (auto at = world.entries().lower_bound(prefix); at != world.entries().end(); ++at) {
            if (!starts_with(at->first, prefix) || left-- == 0) break;
            if (!out.empty()) out += ',';
            out += "[" + shown(BytesView(at->first)) + "," + shown(BytesView(at->second)) + "]";
        }
        return "{\"pairs\":[" + out + "]}";
    }

    static std::string call(World& world, const Json& request) {
        if (world.mark() > kMaxJournal) return error("the journal is full: forget it");
        const std::string keep = request.has("keep") ? request["keep"].text() : "never";
        const std::string method = request["method"].text();
        const Bytes arguments = request["args"].hex();
        if (request.has("at") && request["at"].unsigned_integer() > world.mark()) return error("no such mark");
        const bool reads_index = request.has("index") && request["index"].boolean();
        const double begin = cpu_seconds();
        const auto answer = request.has("at") ? world.call_at(request["at"].unsigned_integer(), method, arguments)
                                              : world.call(method, arguments, reads_index);
        const double seconds = cpu_seconds() - begin;
        if (!answer) {
            return "{\"trap\":" + quoted(answer.error().reason) +
                   ",\"kind\":" + std::to_string(static_cast<int>(answer.error().kind)) + "}";
        }
        const bool is_ok = !answer->result.empty() && answer->result[0] == 0;
        if (keep == "always" || (keep == "ok" && is_ok)) {
            world.apply(answer->changes);
            world.index(answer->offchain);
        }
        std::string out = "{\"result\":" + shown(BytesView(answer->result));
        if (!answer->offchain.empty()) {
            out += ",\"offchain\":" + list_of(answer->offchain, [](const auto& entry) {
                       return "[" + shown(BytesView(entry.first)) + "," + shown(entry.second) + "]";
                   });
        }
        if (request.has("changes") && request["changes"].boolean()) {
            out += ",\"changes\":" + list_of(answer->changes.top, [](const auto& change) {
                       return "[" + shown(BytesView(change.first)) + "," + shown(change.second) + "]";
                   });
        }
        return out + ",\"us\":" + std::to_string(static_cast<uint64_t>(seconds * 1e6)) + "}";
    }

    std::string cost(World& world, const Json& request) {
        const size_t mark = request.has("at") ? request["at"].unsigned_integer() : world.mark();
        if (mark > world.mark()) return error("no such mark");
        const auto cost =
            world.cost_at(mark, request["method"].text(), request["args"].hex(), request["repeats"].unsigned_integer());
        if (!cost) return "{\"trap\":" + quoted(cost.error().reason) + "}";
        const auto microseconds = [](double seconds) { return std::to_string(static_cast<uint64_t>(seconds * 1e6)); };
        return "{\"us\":" + microseconds(cost->seconds) + ",\"us_known\":" + microseconds(cost->seconds_known) +
               (cost->seconds_ahead ? ",\"us_ahead\":" + microseconds(*cost->seconds_ahead) : "") + "}";
    }

    static std::string forecast(World& world, const Json& request) {
        const size_t mark = request["at"].unsigned_integer();
        if (mark > world.mark()) return error("no such mark");
        const auto found = world.forecast_at(mark, request["block"].hex());
        if (!found) return "{\"trap\":" + quoted(found.error().reason) + "}";
        return "{\"expected\":" + std::to_string(found->expected) + ",\"asked\":" + std::to_string(found->asked) + "}";
    }

    static std::string shown_changes(const std::map<Bytes, std::optional<Bytes>>& changes) {
        return list_of(changes, [](const auto& change) {
            return "[" + shown(BytesView(change.first)) + "," + shown(change.second) + "]";
        });
    }

    static std::string offchain(World& world, const Json& request) {
        World::Surroundings surroundings{.now_ms = request["now"].unsigned_integer()};
        const Bytes seed = request.has("seed") ? request["seed"].hex() : Bytes(32);
        if (seed.size() != surroundings.seed.size()) return error("a seed has 32 bytes");
        std::ranges::copy(seed, surroundings.seed.begin());
        if (request.has("validator")) surroundings.is_validator = request["validator"].boolean();
        const double begin = cpu_seconds();
        const auto worked = world.work(request["header"].hex(), surroundings);
        const double seconds = cpu_seconds() - begin;
        if (!worked) return "{\"trap\":" + quoted(worked.error().reason) + "}";
        return "{\"submitted\":" + list_of(worked->submitted, [](const Bytes& one) { return shown(BytesView(one)); }) +
               ",\"local\":" + shown_changes(worked->changed) + ",\"seconds\":" + std::to_string(seconds) + "}";
    }

    static std::string local(World& world, const Json& request) {
        if (request.has("entries")) {
            world.local().entries.clear();
            for (const Json& entry : request["entries"].items()) {
                world.local().entries[entry.items()[0].hex()] = entry.items()[1].hex();
            }
        }
        return "{\"entries\":" +
               list_of(world.local().entries,
                       [](const auto& entry) {
                           return "[" + shown(BytesView(entry.first)) + "," + shown(BytesView(entry.second)) + "]";
                       }) +
               "}";
    }

    static std::string key(World& world, const Json& request) {
        const auto type = crypto::parse_key_type(request["type"].text());
        if (!type) return error("a key type has 4 bytes");
        const std::string uri = request["uri"].text();
        const auto made = world.keys().generate(*type, crypto::Scheme::kSr25519, uri);
        return made ? "{\"public\":" + shown(BytesView(*made)) + "}" : error("no such key");
    }

    static std::string changes(World& world, size_t mark) {
        const auto keys = world.written_since(mark);
        if (!keys) return error(keys.error());
        std::vector<Bytes> changed;
        std::ranges::copy_if(*keys, std::back_inserter(changed),
                             [&](const Bytes& key) { return world.value_at(mark, key) != world.find(key); });
        return "{\"changes\":" +
               list_of(
                   changed,
                   [&](const Bytes& key) { return "[" + shown(BytesView(key)) + "," + shown(world.find(key)) + "]"; }) +
               "}";
    }

    std::string compare(const Json& request) {
        const World* sides[2] = {nullptr, nullptr};
        const char* names[2] = {"a", "b"};
        for (size_t i = 0; i < 2; ++i) {
            const auto found = worlds_.find(request[names[i]].text());
            if (found == worlds_.end()) return error("no such world");
            sides[i] = found->second.get();
        }
        const std::vector<Bytes> prefixes = hex_list(request["prefixes"]);
        const auto wanted = [&](const Bytes& key) {
            return std::ranges::any_of(prefixes, [&](const Bytes& prefix) { return starts_with(key, prefix); });
        };
        std::set<Bytes> keys;
        std::set<Bytes> items;
        std::set<Bytes> foreign;  // how keys begin that a wrote outside of the prefixes
        std::set<Bytes> outside;  // keys there that b wrote
        std::set<Bytes> children;
        const auto is_same = [&](const Bytes& key) { return sides[0]->find(key) == sides[1]->find(key); };
        for (size_t i = 0; i < 2; ++i) {
            const auto take = [&](const Bytes& key) {
                if (!wanted(key)) {
                    const auto pallet = key.begin() + static_cast<ptrdiff_t>(std::min(key.size(), kPalletPrefixBytes));
                    if (i == 0 && !is_same(key)) foreign.emplace(key.begin(), pallet);
                    if (i == 1) outside.insert(key);
                    return;
                }
                keys.insert(key);
                if (i == 0 && key.size() >= kItemPrefixBytes)
                    items.emplace(key.begin(), key.begin() + kItemPrefixBytes);
            };
            if (request.has("since")) {
                const size_t mark = request["since"].items()[i].unsigned_integer();
                const auto written = sides[i]->written_since(mark);
                if (!written) return error(written.error());
                std::ranges::for_each(*written, take);
                children.merge(sides[i]->children_since(mark));
            } else {
                for (const auto& [key, value] : sides[i]->entries()) take(key);
            }
        }
        std::erase_if(outside, is_same);
        std::erase_if(children, [&](const Bytes& child) { return sides[0]->child(child) == sides[1]->child(child); });
        std::vector<Bytes> different;
        std::ranges::copy_if(keys, std::back_inserter(different), [&](const Bytes& key) { return !is_same(key); });
        const auto show_key = [](const Bytes& key) { return shown(BytesView(key)); };
        const auto show_both = [&](const Bytes& key) {
            return "[" + show_key(key) + "," + shown(sides[0]->find(key)) + "," + shown(sides[1]->find(key)) + "]";
        };
        return "{\"differ\":" + list_of(different, show_both) + ",\"outside\":" + list_of(outside, show_both) +
               ",\"foreign\":" + list_of(foreign, show_key) + ",\"children\":" + list_of(children, show_key) +
               ",\"compared\":" + std::to_string(keys.size()) + ",\"items\":" + list_of(items, show_key) + "}";
    }

    executor::Executor executor_;
    std::map<std::string, std::unique_ptr<World>> worlds_;
};

}  // namespace
}  // namespace serinus::differential

int main(int argc, char** argv) {
    using namespace serinus;
    std::optional<differential::StandardError> log;
    if (argc > 1 && std::string_view(argv[1]).starts_with("--log=")) {
        log.emplace(static_cast<executor::LogLevel>(std::clamp(argv[1][6] - '0', 0, 4)));
    }
    differential::Runner runner(log ? &*log : nullptr);
    std::ios::sync_with_stdio(false);
    std::string line;
    while (std::getline(std::cin, line)) {
        const bool fits = line.size() <= differential::kMaxLineBytes;
        std::cout << (fits ? runner.answer(test::Json::parse(line)) : differential::error("the line is too long"))
                  << "\n"
                  << std::flush;
    }
    return EXIT_SUCCESS;
}
