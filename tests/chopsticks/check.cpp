// Reads the cases of generate.mjs from standard input, makes the same calls with our executor, compiled and
// interpreted, and compares results, storage changes and roots byte for byte. Exit code 1 after a difference.
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string>

#include "base/hex.hpp"
#include "chain/spec/chain_spec.hpp"
#include "executor/executor.hpp"
#include "state/memory_backend.hpp"
#include "tests/chopsticks/state.hpp"
#include "tests/support/json.hpp"

namespace serinus::chopsticks {
namespace {

using test::Json;

/// Keys of child tries begin with ":child_storage:default:" and the child's key.
using Changes = std::map<Bytes, std::optional<Bytes>>;

constexpr std::string_view kChildren = ":child_storage:default:";

Changes changes_of(const Json& json) {
    Changes out;
    for (const Json& change : json.items()) {
        const auto pair = change.items();
        out[pair[0].hex()] = pair[1].is_null() ? std::nullopt : std::optional(pair[1].hex());
    }
    return out;
}

Changes flat(const state::StateChanges& changes) {
    Changes out = changes.top;
    for (const auto& [child, child_changes] : changes.children) {
        for (const auto& [key, value] : child_changes) out[concat(as_bytes(kChildren), child, key)] = value;
    }
    return out;
}

Changes flat(const WholeState& state) {
    Changes out(state.top.begin(), state.top.end());
    for (const auto& [child, entries] : state.children) {
        for (const auto& [key, value] : entries) out[concat(as_bytes(kChildren), child, key)] = value;
    }
    return out;
}

/// Without writes of equal values: whether a host reports these is its own affair.
Changes effective(const Changes& changes, const Changes& before) {
    Changes out;
    for (const auto& [key, value] : changes) {
        const auto found = before.find(key);
        const std::optional<Bytes> old = found == before.end() ? std::nullopt : found->second;
        if (value != old) out.emplace(key, value);
    }
    return out;
}

std::string shown(const std::optional<Bytes>& value) {
    if (!value) return "nothing";
    std::string text = to_hex_prefixed(*value);
    if (text.size() > 400) text = text.substr(0, 400) + "… (" + std::to_string(value->size()) + " bytes)";
    return text;
}

struct Outcome {
    std::optional<std::string> error;
    Bytes result;  ///< of the last call
    state::StateChanges changes;
};

class Checker {
  public:
    /// False once there is no use in more.
    bool check(const Json& one) {
        const std::string op = one["op"].text();
        ++cases_;
        if (op == "genesis") return load(one["path"].text());
        if (op == "put") return keep({changes_of(one["changes"]), {}});
        if (op == "seed") {
            std::cout << "repeat with CHOPSTICKS_SEED=" << one["seed"].text() << std::endl;
        } else if (op == "mark") {
            marked_ = state_;
        } else if (op == "unmark") {
            state_ = marked_;
            return rebuild();
        } else if (op == "root") {
            check_root(one);
        } else if (op == "end") {
            ended_ = static_cast<uint64_t>(one["cases"].integer()) == cases_ - 1;
        } else if (op == "execute") {
            check_block(one);
        } else if (op == "call") {
            check_calls(one, {{one["method"].text(), one["args"].hex()}});
        } else if (op == "sequence") {
            std::vector<Call> calls;
            for (const Json& call : one["calls"].items()) {
                const auto pair = call.items();
                calls.emplace_back(pair[0].text(), pair[1].hex());
            }
            check_calls(one, calls);
        } else {
            std::cout << "unknown case " << op << "\n";
            return false;
        }
        return !lost_ && differences_ < kMaxDifferences;
    }

    int report() const {
        if (!ended_) std::cout << "the cases do not end as they should\n";
        std::cout << cases_ << " cases, " << calls_ << " calls, " << traps_ << " of them traps, " << roots_
                  << " roots, " << differences_ << " differences\n";
        return ended_ && calls_ > 0 && differences_ == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
    }

  private:
    using Call = std::pair<std::string, Bytes>;

    bool load(const std::string& path) {
        const auto spec = chain::read_chain_spec_file(path);
        if (!spec) {
            std::cout << spec.error().to_string() << "\n";
            return false;
        }
        const auto& genesis = std::get<chain::RawGenesis>(spec->genesis);
        state_ = {};
        for (size_t i = 0; i < genesis.top.size(); ++i) {
            const auto [key, value] = genesis.top[i];
            state_.top[to_bytes(key)] = to_bytes(value);
        }
        return rebuild();
    }

    /// The same state as `state_`, with its tries.
    bool rebuild() {
        auto version = trie::StateVersion::kV0;
        WholeStateBackend backend(state_);
        state::Overlay overlay(backend);
        if (const auto runtime = compiler_.runtime_of(overlay)) {
            if (const auto said = compiler_.version(**runtime)) version = said->state_version();
        }
        version_ = version;
        tries_ = {};
        state::StateChanges all;
        for (const auto& [key, value] : state_.top) all.top[key] = value;
        for (const auto& [child, entries] : state_.children) {
            for (const auto& [key, value] : entries) all.children[child][key] = value;
        }
        return tries_.apply(all, version_).has_value();
    }

    bool keep(const state::StateChanges& changes) {
        state_.apply(changes);
        return tries_.apply(changes, version_).has_value();
    }

    Outcome run(executor::Executor& executor, state::Backend& backend, const std::vector<Call>& calls) {
        state::Overlay overlay(backend);
        Outcome outcome;
        const auto runtime = executor.runtime_of(overlay);
        if (!runtime) {
            outcome.error = runtime.error().reason;
            return outcome;
        }
        for (const auto& [method, arguments] : calls) {
            ++calls_;
            auto result = executor.call(**runtime, method, arguments, overlay);
            if (!result) {
                outcome.error = result.error().reason;
                return outcome;
            }
            outcome.result = *std::move(result);
        }
        outcome.changes = overlay.take_changes();
        return outcome;
    }

    /// Compiled code on a state with tries, interpreted code on plain pairs.
    void check_calls(const Json& one, const std::vector<Call>& calls) {
        WholeStateBackend pairs(state_);
        const Outcome compiled = run(compiler_, tries_, calls);
        const bool same =
            compare(one, compiled, state_) && compare(one, run(interpreter_, pairs, calls), state_, " (interpreted)");
        if (!one.has("keep") || !one["keep"].boolean()) return;
        lost_ = !same || !keep(compiled.changes);  // what follows builds on this
    }

    void check_block(const Json& one) {
        const std::vector<Call> calls{{"Core_execute_block", one["args"].hex()}};
        WholeStateBackend pairs(marked_);
        if (compare(one, run(compiler_, pairs, calls), marked_)) {
            compare(one, run(interpreter_, pairs, calls), marked_, " (interpreted)");
        }
    }

    bool compare(const Json& one, const Outcome& ours, const WholeState& before, const std::string& how = "") {
        if (one.has("error") != ours.error.has_value()) {
            return differ(one, "Chopsticks: " + (one.has("error") ? one["error"].text() : "no error") + "\n  ours" +
                                   how + ": " + ours.error.value_or("no error"));
        }
        if (ours.error) {
            ++traps_;
            return true;
        }
        Bytes result = ours.result;
        Bytes theirs = one.has("result") ? one["result"].hex() : result;
        if (one.has("ignore")) {
            const auto range = one["ignore"].items();
            for (auto i = range[0].integer(); i < range[1].integer(); ++i) {
                if (static_cast<size_t>(i) < std::min(theirs.size(), result.size())) result[i] = theirs[i] = 0;
            }
        }
        if (result != theirs) {
            return differ(one, "result" + how + ": Chopsticks " + shown(theirs) + "\n  ours " + shown(result));
        }
        const Changes base = flat(before);
        return compare_changes(one, how, effective(changes_of(one["changes"]), base),
                               effective(flat(ours.changes), base));
    }

    bool compare_changes(const Json& one, const std::string& how, const Changes& theirs, const Changes& ours) {
        if (theirs == ours) return true;
        std::string text;
        Changes all = theirs;
        all.insert(ours.begin(), ours.end());
        for (const auto& [key, unused] : all) {
            const auto their = theirs.find(key);
            const auto our = ours.find(key);
            if (their != theirs.end() && our != ours.end() && their->second == our->second) continue;
            text += "\n  key " + to_hex_prefixed(key);
            text += "\n    Chopsticks: " + (their == theirs.end() ? "unchanged" : shown(their->second));
            text += "\n    ours: " + (our == ours.end() ? "unchanged" : shown(our->second));
        }
        return differ(one, "changes" + how + ":" + text);
    }

    /// The tries as they grew, and a root computed from all pairs.
    void check_root(const Json& one) {
        ++roots_;
        WholeStateBackend pairs(state_);
        const auto version = one["version"].integer() == 0 ? trie::StateVersion::kV0 : trie::StateVersion::kV1;
        const std::string theirs = one["root"].text();
        for (const auto& root : {tries_.root(), pairs.root_with({}, version)}) {
            const std::string ours = root ? to_hex_prefixed(*root) : root.error().reason;
            if (ours != theirs)
                differ(one, std::string("root: Chopsticks ").append(theirs).append(", ours ").append(ours));
        }
    }

    bool differ(const Json& one, const std::string& how) {
        ++differences_;
        std::cout << "DIFFERENCE " << (one.has("note") ? one["note"].text() : one["op"].text()) << "\n";
        if (one.has("method")) {
            std::cout << "  " << one["method"].text() << " " << shown(one["args"].hex()) << "\n";
        }
        std::cout << "  " << how << "\n" << std::flush;
        return false;
    }

    static constexpr uint64_t kMaxDifferences = 20;

    executor::Executor compiler_;
    executor::Executor interpreter_{{.interpret = true}};
    WholeState state_;
    state::MemoryBackend tries_;  ///< the same
    trie::StateVersion version_ = trie::StateVersion::kV0;
    WholeState marked_;
    bool ended_ = false;
    bool lost_ = false;
    uint64_t cases_ = 0;
    uint64_t calls_ = 0;
    uint64_t traps_ = 0;
    uint64_t roots_ = 0;
    uint64_t differences_ = 0;
};

}  // namespace
}  // namespace serinus::chopsticks

int main() {
    serinus::chopsticks::Checker checker;
    std::string line;
    while (std::getline(std::cin, line)) {
        if (!checker.check(serinus::test::Json::parse(line))) break;
    }
    return checker.report();
}
