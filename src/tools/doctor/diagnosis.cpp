#include "tools/doctor/diagnosis.hpp"

#include "base/format.hpp"
#include "base/hex.hpp"

namespace serinus::doctor {
namespace {

// What a validator of Kusama should have. Observed: the reference hardware of docs.polkadot.com (8 cores, 32 GB, 2 TB
// of NVMe); the reference warns below 10,000 open files (sc-cli 0.63.0).
constexpr uint32_t kProcessors = 8;
constexpr double kGiB = 1024.0 * 1024 * 1024;
constexpr double kMemoryGiB = 31;  // what remains of 32 for programs
constexpr uint64_t kOpenFiles = 10'000;
constexpr double kFreeProblemGiB = 5, kFreeWarningGiB = 100;
/// Ours: a block of BABE is refused if its slot is in the future; votes of a slow clock come late.
constexpr double kClockErrorProblemS = 2, kClockErrorWarningS = 0.5;
constexpr double kScoreProblem = 60, kScoreWarning = 90;
/// Ours, in blocks and in ms.
constexpr uint64_t kFinalityLag = 20;
constexpr uint64_t kBlockAgeMs = 60'000, kAheadMs = 3'000;
constexpr uint64_t kFewPeers = 3;

class Findings {
  public:
    void good(std::string subject, std::string text) { add(Level::kGood, std::move(subject), std::move(text), {}); }
    void warn(std::string subject, std::string text, std::string remedy) {
        add(Level::kWarning, std::move(subject), std::move(text), std::move(remedy));
    }
    void problem(std::string subject, std::string text, std::string remedy) {
        add(Level::kProblem, std::move(subject), std::move(text), std::move(remedy));
    }
    void add(Level level, std::string subject, std::string text, std::string remedy) {
        all_.push_back({level, std::move(subject), std::move(text), std::move(remedy)});
    }
    std::vector<Finding> take() { return std::move(all_); }

  private:
    std::vector<Finding> all_;
};

void look_at_clock(const MachineFacts& facts, Findings& out) {
    constexpr const char* kRemedy =
        "let one program keep it: apt-get install chrony, then chronyc tracking shows its offset; in a container the "
        "host "
        "keeps it";
    if (!facts.clock) return out.warn("clock", "the system does not say whether it is kept", kRemedy);
    if (!facts.clock->is_synchronized) {
        return out.problem("clock", "nothing keeps it: blocks in the wrong slot are lost or refused", kRemedy);
    }
    const double error = facts.clock->max_error_s;
    if (error <= kClockErrorWarningS) return out.good("clock", format_text("is kept, within {:.0f} ms", error * 1e3));
    out.add(error > kClockErrorProblemS ? Level::kProblem : Level::kWarning, "clock",
            format_text("may be wrong by {:.1f} s", error), "give chrony more and nearer servers: chronyc sources");
}

void look_at_disk(const MachineFacts& facts, Findings& out) {
    if (!facts.slow_file_system.empty()) {
        out.problem("disk", facts.folder + " is on " + facts.slow_file_system + ", which is slow or does not last",
                    "put --base-path on a local NVMe disk");
    }
    if (!facts.free_bytes) {
        return out.warn("disk", "how much is free below " + facts.folder + " is not known",
                        "name the folder with --base-path");
    }
    const double free = static_cast<double>(*facts.free_bytes) / kGiB;
    const std::string text = format_text("{:.0f} GiB are free below {}", free, facts.folder);
    if (free >= kFreeWarningGiB) return out.good("disk", text);
    out.add(
        free < kFreeProblemGiB ? Level::kProblem : Level::kWarning, "disk", text,
        "the database grows: enlarge the disk, or keep fewer states and bodies (--state-pruning, --blocks-pruning)");
}

void look_at_hardware(const MachineFacts& facts, Findings& out) {
    if (facts.processors >= kProcessors) {
        out.good("processors", format_text("{}", facts.processors));
    } else {
        out.warn("processors", format_text("{} where the reference hardware has {}", facts.processors, kProcessors),
                 "take a machine with more; candidates are checked in parallel");
    }
    const double memory = static_cast<double>(facts.memory_bytes) / kGiB;
    if (memory >= kMemoryGiB) {
        out.good("memory", format_text("{:.0f} GiB", memory));
    } else {
        out.warn("memory", format_text("{:.1f} GiB where the reference hardware has 32", memory),
                 "take a machine with more, and no other large programs on it");
    }
    for (const Score& score : facts.scores) {
        const std::string text = format_text("{:.0f} % of the reference hardware", score.percent);
        if (score.percent >= kScoreWarning) {
            out.good(score.name, text);
        } else {
            out.add(score.percent < kScoreProblem ? Level::kProblem : Level::kWarning, score.name, text,
                    "measure once more on an idle machine: serinus benchmark machine; then take a faster one");
        }
    }
}

void look_at_limits(const MachineFacts& facts, Findings& out) {
    const std::string whose = facts.is_limit_of_node ? "the node may have " : "a node from this shell may have ";
    const std::string text = whose + format_text("{} files open", facts.max_open_files);
    if (facts.max_open_files >= kOpenFiles) return out.good("open files", text);
    out.warn("open files", text, "LimitNOFILE=65536 in the unit of the service, or ulimit -n 65536 in a shell");
}

void look_at_cage(const MachineFacts& facts, Findings& out) {
    const bool is_safe = platform::is_safe_cage(facts.cage);
    for (const auto& check : facts.cage) {
        const std::string name = std::string("sandbox: ") + platform::to_string(check.part);
        if (check.works) {
            out.good(name, "works");
        } else {
            out.add(is_safe ? Level::kWarning : Level::kProblem, name, check.reason, check.remedy);
        }
    }
}

void look_at_ports(const MachineFacts& facts, Findings& out) {
    const auto find = [&](uint16_t port) {
        const Listener* found = nullptr;
        for (const Listener& one : facts.listeners) {
            if (one.port == port && (found == nullptr || one.is_public)) found = &one;
        }
        return found;
    };
    const std::string p2p = std::to_string(facts.p2p_port);
    const Listener* const for_nodes = find(facts.p2p_port);
    if (for_nodes == nullptr) {
        out.warn("ports", "nothing listens on " + p2p + ", where other nodes connect",
                 "start the node, and name its --port here with --p2p-port if it is another one");
    } else if (!for_nodes->is_public) {
        out.problem("ports", "other machines cannot connect to " + p2p,
                    "let the node listen on all addresses: --port " + p2p);
    } else {
        out.good("ports", "other nodes can connect to " + p2p + " if the firewall lets them");
    }
    for (const uint16_t port : {facts.rpc_port, facts.metrics_port}) {
        const Listener* const found = find(port);
        if (found == nullptr || !found->is_public) continue;
        out.problem(
            "ports", format_text("anybody can reach {}, which is for this machine alone", port),
            "leave out --rpc-external, --unsafe-rpc-external and --prometheus-external, or shut the port in the "
            "firewall: nft or ufw deny " +
                std::to_string(port) + "/tcp");
    }
}

}  // namespace

const char* to_string(Level level) noexcept {
    switch (level) {
        case Level::kGood:
            return "good";
        case Level::kWarning:
            return "warning";
        case Level::kProblem:
            return "problem";
    }
    return "";
}

std::vector<Finding> diagnose_machine(const MachineFacts& facts) {
    Findings out;
    look_at_clock(facts, out);
    look_at_disk(facts, out);
    look_at_hardware(facts, out);
    look_at_limits(facts, out);
    look_at_cage(facts, out);
    look_at_ports(facts, out);
    for (const std::string& file : facts.open_key_files) {
        out.problem("keystore", "other users of the machine can read " + file, "chmod 600 " + file);
    }
    return out.take();
}

std::vector<Finding> diagnose_node(const std::optional<NodeFacts>& node, const std::string& url) {
    Findings out;
    if (!node) {
        out.problem("node", "no node answers at " + url,
                    "start it (systemctl start serinus; journalctl -u serinus says why it ended), or name its --url");
        return out.take();
    }
    out.good("node", node->version + " on " + node->chain);
    if (!node->is_authority) {
        out.warn("role", "the node is no validator", "add --validator to its options and start it again");
    }
    if (node->peers < kFewPeers) {
        out.warn("peers", format_text("only {}", node->peers),
                 "let the firewall pass the port for nodes, in and out; look at --bootnodes and --public-addr");
    } else {
        out.good("peers", std::to_string(node->peers));
    }
    if (node->is_syncing) {
        out.warn("sync", format_text("block {} is not the newest yet", node->best), "wait before the stash validates");
    }
    const uint64_t lag = node->best > node->finalized ? node->best - node->finalized : 0;
    if (lag > kFinalityLag) {
        out.warn("finality", format_text("is {} blocks behind the best one", lag),
                 "if other nodes are as far behind, it is the network; otherwise look at peers and clock");
    } else if (!node->is_syncing) {
        out.good("finality", format_text("block {}, {} behind the best one", node->finalized, lag));
    }
    if (node->best_time_ms && !node->is_syncing) {
        if (*node->best_time_ms > node->now_ms + kAheadMs) {
            out.problem("time",
                        format_text("the newest block is {:.1f} s ahead of this machine's clock",
                                    static_cast<double>(*node->best_time_ms - node->now_ms) / 1e3),
                        "the clock is slow: let chrony keep it");
        } else if (node->now_ms > *node->best_time_ms + kBlockAgeMs) {
            out.warn("time",
                     format_text("the newest block is {:.0f} s old",
                                 static_cast<double>(node->now_ms - *node->best_time_ms) / 1e3),
                     "if other nodes have newer ones, look at peers; if not, the clock may be fast");
        }
    }
    return out.take();
}

std::vector<Finding> diagnose_keys(const KeyFacts& facts) {
    Findings out;
    for (const SessionKey& one : facts.missing_on_chain) {
        out.warn(
            "keys", "no stash on chain has the key " + one.key + " (" + one.type + ") of this keystore",
            "if it is to validate: session.set_keys with all keys of author_rotateKeys; otherwise remove its file");
    }
    if (facts.stash.empty()) return out.take();
    if (!facts.is_bonded) {
        out.problem("stash", facts.stash + " has bonded nothing", "serinus tx --suri STASH staking.bond 100KSM Staked");
    }
    if (!facts.has_session_keys) {
        out.problem("keys", "the chain knows no session keys of the stash",
                    "author_rotateKeys on the node, then serinus tx --suri STASH session.set_keys KEYS 0x");
    } else if (facts.missing_here.empty()) {
        out.good("keys", format_text("the node has all {} session keys of the stash", facts.complete));
    }
    for (const SessionKey& one : facts.missing_here) {
        out.problem(
            "keys", "the node lacks the key " + one.key + " (" + one.type + ") that the chain knows of the stash",
            "copy it from the old machine after the node there has ended, or set new ones: author_rotateKeys and "
            "session.set_keys");
    }
    if (!facts.wants_to_validate) {
        out.warn("stash", "it does not ask to validate", "serinus tx --suri STASH staking.validate '(10%, false)'");
    } else {
        out.good("stash", facts.is_validator ? "validates in this session" : "waits to be elected");
    }
    return out.take();
}

std::vector<Listener> parse_listeners(std::string_view text) {
    std::vector<Listener> out;
    constexpr std::string_view kListens = "0A";
    while (!text.empty()) {
        const size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        // "  0: 0100007F:26D8 00000000:0000 0A …": number, local address, the other one, state.
        std::vector<std::string_view> words;
        while (words.size() < 4) {
            const size_t begin = line.find_first_not_of(' ');
            if (begin == line.npos) break;
            line.remove_prefix(begin);
            const size_t size = std::min(line.find(' '), line.size());
            words.push_back(line.substr(0, size));
            line.remove_prefix(size);
        }
        if (words.size() < 4 || words[3] != kListens) continue;
        const size_t colon = words[1].find(':');
        const auto port = colon == words[1].npos ? from_hex(std::string_view()) : from_hex(words[1].substr(colon + 1));
        if (!port || port->size() != 2) continue;
        const std::string_view address = words[1].substr(0, colon);
        // The bytes of IPv4 stand in the order of this machine: 127.0.0.1 is 0100007F, also where it stands in IPv6.
        constexpr std::string_view kIpv4InIpv6 = "0000000000000000FFFF0000";
        const bool is_ipv4 = address.size() == 8 || address.starts_with(kIpv4InIpv6);
        const bool is_local = (is_ipv4 && address.ends_with("7F")) || address == "00000000000000000000000001000000";
        out.push_back({.port = static_cast<uint16_t>((*port)[0] << 8 | (*port)[1]), .is_public = !is_local});
    }
    return out;
}

std::optional<uint64_t> parse_open_files_limit(std::string_view text) {
    constexpr std::string_view kName = "Max open files";
    const size_t at = text.find(kName);
    if (at == text.npos) return std::nullopt;
    text.remove_prefix(at + kName.size());
    const size_t begin = text.find_first_not_of(' ');
    if (begin == text.npos) return std::nullopt;
    text.remove_prefix(begin);
    if (text.starts_with("unlimited")) return UINT64_MAX;
    uint64_t out = 0;
    size_t digits = 0;
    for (; digits < text.size() && digits < 18 && text[digits] >= '0' && text[digits] <= '9'; ++digits) {
        out = out * 10 + static_cast<uint64_t>(text[digits] - '0');
    }
    return digits == 0 ? std::nullopt : std::optional(out);
}

}  // namespace serinus::doctor
