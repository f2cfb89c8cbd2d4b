// serinus doctor
#include <boost/json.hpp>

#include "base/hex.hpp"
#include "cli/chain_command.hpp"
#include "cli/command.hpp"
#include "cli/log_options.hpp"
#include "cli/machine_score.hpp"
#include "crypto/keystore.hpp"
#include "platform/files.hpp"
#include "platform/process.hpp"
#include "tools/compose/text_reader.hpp"
#include "tools/doctor/ask_node.hpp"

namespace serinus::cli {
namespace {

namespace json = boost::json;
using doctor::Finding;
using doctor::Level;

constexpr size_t kMaxProcFile = size_t{1} << 20;

struct DoctorOptions {
    ChainOptions chain;
    std::string url = "ws://127.0.0.1:9944", stash, keystore;
    uint32_t p2p_port = 30333, rpc_port = 9944, metrics_port = 9615;
    double seconds = 1;
    bool skips_measuring = false, skips_node = false, is_json = false;
};

constexpr const char* kDoctorFooter =
    R"(Looks, and changes nothing: clock, disk, memory, processors, open files, ports, the sandbox for code of parachains, the speed
of the machine beside the reference hardware, the node, and the session keys on both sides. Each finding has a remedy.

The keystore is that of --chain below --base-path, or --keystore-path; run it as the user of the service, who may read it.

Examples:
  sudo -u serinus serinus doctor --chain kusama --base-path /var/lib/serinus --stash ADDRESS
  serinus doctor --no-node                     a machine before anything is installed

The exit status is 3 if there is a problem.)";

std::string file_text(const std::string& path) {
    std::string out;
    (void)platform::read_file_in_pieces(path, [&out](std::string_view piece) {
        out += piece;
        return out.size() < kMaxProcFile;
    });
    return out;
}

/// The limit of a node that runs; otherwise that of this process.
void add_open_files(doctor::MachineFacts& out) {
    out.max_open_files = platform::process_usage().max_open_files;
    const std::string own = file_text("/proc/self/stat");
    const auto processes = platform::list_directory("/proc");
    if (!processes) return;
    for (const std::string& one : *processes) {
        if (one.find_first_not_of("0123456789") != one.npos || own.starts_with(one + " ")) continue;
        if (file_text("/proc/" + one + "/comm") != "serinus\n") continue;
        const auto limit = doctor::parse_open_files_limit(file_text("/proc/" + one + "/limits"));
        if (!limit) continue;
        out.max_open_files = *limit;
        out.is_limit_of_node = true;
        return;
    }
}

/// An existing folder that `folder` is, or will be, in.
std::string existing(std::string folder) {
    while (!folder.empty() && !platform::is_directory(folder)) {
        const size_t slash = folder.rfind('/');
        folder = slash == folder.npos ? std::string(".") : folder.substr(0, slash);
    }
    return folder.empty() ? "/" : folder;
}

/// Files of the keystore that other users of the machine can read.
std::vector<std::string> open_files_in(const std::string& folder) {
    std::vector<std::string> out;
    if (folder.empty()) return out;
    const auto names = platform::list_directory(folder);
    if (!names) return out;
    for (const std::string& name : *names) {
        std::string path = folder + "/" + name;
        if (platform::is_open_to_others(path)) out.push_back(std::move(path));
    }
    return out;
}

Result<doctor::MachineFacts, std::string> machine_facts(const DoctorOptions& options, const std::string& keystore) {
    doctor::MachineFacts out;
    out.cage = platform::check_cage();  // before there are threads
    out.clock = platform::clock_state();
    out.memory_bytes = platform::memory_bytes();
    out.processors = platform::processor_count();
    out.folder = existing(options.chain.base_path_or_default());
    out.free_bytes = platform::free_disk_bytes(out.folder);
    out.slow_file_system = platform::slow_file_system_of(out.folder);
    add_open_files(out);
    out.open_key_files = open_files_in(keystore);
    for (const char* table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
        for (const auto& one : doctor::parse_listeners(file_text(table))) out.listeners.push_back(one);
    }
    out.p2p_port = static_cast<uint16_t>(options.p2p_port);
    out.rpc_port = static_cast<uint16_t>(options.rpc_port);
    out.metrics_port = static_cast<uint16_t>(options.metrics_port);
    if (options.skips_measuring) return out;
    const double each = options.seconds;
    TRY_ASSIGN(
        const auto scores,
        measure_machine(out.folder,
                        {.hash_seconds = each, .verify_seconds = each, .memory_seconds = each, .disk_seconds = each}));
    for (const MachineScore& one : scores) out.scores.push_back({one.metric.function, one.percent()});
    return out;
}

/// The folder with the keys of the node; empty: it is not known, or not there.
std::string keystore_of(const DoctorOptions& options) {
    if (!options.keystore.empty()) return options.keystore;
    if (options.chain.chain.empty() && !options.chain.dev) return {};
    const auto spec = load_or_report(options.chain);
    if (!spec) return {};
    std::string folder = crypto::keystore_folder(options.chain.base_path_or_default(), spec->id);
    return platform::is_directory(folder) ? folder : std::string();
}

/// By the names of the files: the type of the key and the key, in hex. Accounts and node keys are no session keys.
std::vector<doctor::SessionKey> session_keys_in(const std::string& folder) {
    constexpr size_t kTypeDigits = 8, kKeyDigits = 64;
    std::vector<doctor::SessionKey> out;
    const auto names = folder.empty()
                           ? Result<std::vector<std::string>, platform::FileError>(std::vector<std::string>())
                           : platform::list_directory(folder);
    if (!names) return out;
    for (const std::string& name : *names) {
        const auto bytes = from_hex(name);
        if (!bytes || name.size() < kTypeDigits + kKeyDigits) continue;
        const std::string type(as_text(BytesView(*bytes).first(kTypeDigits / 2)));
        if (type == "acco") continue;
        out.push_back({.type = type, .key = to_hex_prefixed(BytesView(*bytes).subspan(kTypeDigits / 2))});
    }
    return out;
}

Result<void, std::string> look_at_node(const DoctorOptions& options, const std::string& folder,
                                       std::vector<Finding>& out) {
    const auto add = [&out](std::vector<Finding> more) { out.insert(out.end(), more.begin(), more.end()); };
    constexpr uint32_t kTimeoutMs = 10'000;
    auto rpc = remote::RpcClient::open(options.url, {.timeout_ms = kTimeoutMs});
    if (!rpc) {
        add(doctor::diagnose_node(std::nullopt, options.url));
        return {};
    }
    TRY_ASSIGN(const auto chain, remote::ChainView::open(*std::move(rpc), ""));
    add(doctor::diagnose_node(TRY(doctor::ask_node(*chain, platform::unix_time_ms())), options.url));
    Bytes stash;
    if (!options.stash.empty()) stash = TRY(compose::read_account(options.stash));
    const auto in_keystore = session_keys_in(folder);
    const auto asked = doctor::ask_for_keys(*chain);
    const doctor::HasKey has_key = [&](const doctor::SessionKey& key) -> std::optional<bool> {
        const auto by_node = asked(key);
        if (by_node || folder.empty()) return by_node;
        return std::ranges::any_of(in_keystore,
                                   [&](const auto& one) { return one.type == key.type && one.key == key.key; });
    };
    add(doctor::diagnose_keys(TRY(doctor::ask_for_stash(*chain, stash, in_keystore, has_key))));
    return {};
}

bool put(const DoctorOptions& options, const std::vector<Finding>& findings) {
    if (options.is_json) {
        json::array out;
        for (const Finding& one : findings) {
            out.push_back(json::object{{"level", doctor::to_string(one.level)},
                                       {"subject", one.subject},
                                       {"text", one.text},
                                       {"remedy", one.remedy}});
        }
        return print(json::serialize(out) + "\n");
    }
    std::string out;
    for (const Finding& one : findings) {
        const char* const mark = one.level == Level::kGood      ? "  ok     "
                                 : one.level == Level::kWarning ? "! warn   "
                                                                : "✗ PROBLEM";
        out += std::string(mark) + " " + one.subject + ": " + one.text + "\n";
        if (!one.remedy.empty()) out += "           → " + one.remedy + "\n";
    }
    return print(out);
}

int run(const DoctorOptions& options) {
    const std::string keystore = keystore_of(options);
    const auto facts = machine_facts(options, keystore);
    set_up_log({}, "warn");
    if (!facts) return report_error(facts.error());
    std::vector<Finding> findings = doctor::diagnose_machine(*facts);
    if (!options.skips_node) {
        const auto looked = look_at_node(options, keystore, findings);
        if (!looked) return report_error(looked.error());
    }
    if (!put(options, findings)) return report_error("cannot write to the standard output");
    constexpr int kProblems = 3;
    return std::ranges::any_of(findings, [](const Finding& one) { return one.level == Level::kProblem; }) ? kProblems
                                                                                                          : 0;
}

}  // namespace

void add_doctor(Arguments app, Command& chosen) {
    auto options = std::make_shared<DoctorOptions>();
    const Arguments command =
        app.add_subcommand("doctor", "Find what will hurt a validator on this machine, and the remedy");
    add_chain_options(command, options->chain);
    command.add_option("--keystore-path", options->keystore, "Folder of the keystore").type_name("PATH");
    command.add_option("--url", options->url, "The node of this machine").type_name("URL").show_default();
    command.add_option("--stash", options->stash, "The stash that validates, or shall").type_name("ACCOUNT");
    command.add_option("--p2p-port", options->p2p_port, "Its port for nodes").between(1, UINT16_MAX).show_default();
    command.add_option("--rpc-port", options->rpc_port, "Its port for RPC").between(1, UINT16_MAX).show_default();
    command.add_option("--prometheus-port", options->metrics_port, "Its port for metrics")
        .between(1, UINT16_MAX)
        .show_default();
    command.add_option("--seconds", options->seconds, "How long to measure each speed")
        .type_name("SECONDS")
        .positive()
        .show_default();
    command.add_flag("--no-benchmark", options->skips_measuring, "Measure no speeds");
    command.add_flag("--no-node", options->skips_node, "Look at the machine alone");
    command.add_flag("--json", options->is_json, "Print JSON");
    command.footer(kDoctorFooter);
    command.callback([&chosen, options] { chosen = [options] { return run(*options); }; });
}

}  // namespace serinus::cli
