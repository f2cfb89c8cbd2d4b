#include "tools/launcher/local_network.hpp"

#include <algorithm>

#include "platform/files.hpp"

namespace serinus::launcher {
namespace {

using Phase = NodeState::Phase;
using Status = Result<void, std::string>;

constexpr uint64_t kAnswerTimeoutMs = 1'000;

Status check_program(const NetworkPlan& network, const NodePlan& node) {
    const auto program = other_program(network, node);
    ENSURE(!program || node.secret.empty() || has_key_option(node.secret),
           "other programs have no option for the keys of " + node.secret + ", only for those of //Alice to //Two");
    return {};
}

}  // namespace

LocalNetwork::LocalNetwork(NetworkPlan plan, FindPeerId find_peer_id, executor::OffchainHttp& http,
                           platform::Scheduler& scheduler)
    : plan_(std::move(plan)), find_peer_id_(std::move(find_peer_id)), http_(http), scheduler_(scheduler) {}

LocalNetwork::~LocalNetwork() { stop_all(); }

Result<std::string, std::string> LocalNetwork::add_validator() {
    const auto count = std::ranges::count_if(nodes_, [](const NodeState& node) { return node.plan.is_validator(); });
    const Validator validator = validator_at(static_cast<size_t>(count));
    return add({.name = validator.name, .secret = validator.secret});
}

Result<std::string, std::string> LocalNetwork::add_full_node() {
    const auto count = std::ranges::count_if(nodes_, [](const NodeState& node) { return node.plan.secret.empty(); });
    return add({.name = "full" + std::to_string(count + 1), .secret = {}});
}

Result<std::string, std::string> LocalNetwork::add_collator(size_t para) {
    const auto count = std::ranges::count_if(nodes_, [&](const NodeState& node) { return node.plan.para == para; });
    const Validator keys = validator_at(static_cast<size_t>(count));
    return add(
        {.name = std::to_string(plan_.paras.at(para).id) + "-" + keys.name, .secret = keys.secret, .para = para});
}

size_t LocalNetwork::add_para(ParaPlan para) {
    plan_.paras.push_back(std::move(para));
    return plan_.paras.size() - 1;
}

Result<std::string, std::string> LocalNetwork::add(NodePlan plan) {
    ENSURE(nodes_.size() < kMaxNodes, "a network has at most " + std::to_string(kMaxNodes) + " nodes");
    plan.index = static_cast<uint16_t>(nodes_.size());
    TRY(check_program(plan_, plan));
    const std::string folder = node_folder(plan_, plan);
    if (const auto created = platform::create_directories(folder); !created) return Err(created.error().message);
    TRY_ASSIGN(const std::string peer_id,
               find_peer_id_(folder, plan.para ? plan_.paras[*plan.para].chain_id : plan_.chain_id));
    nodes_.push_back({.plan = plan, .address = address_of(plan_, plan, peer_id)});
    return plan.name;
}

Result<NodeState*, std::string> LocalNetwork::find(const std::string& name) {
    for (NodeState& node : nodes_) {
        if (node.plan.name == name) return &node;
    }
    return Err("no node is called \"" + name + "\"");
}

BootNodes LocalNetwork::boot_nodes_for(const NodeState& node) const {
    BootNodes out;
    const auto add = [](std::vector<std::string>& to, const NodeState& other) {
        if (to.size() < kMaxBootNodes) to.push_back(other.address);
    };
    for (const NodeState& other : nodes_) {
        if (&other == &node) continue;
        if (!other.plan.para) add(out.relay, other);
        if (node.plan.para && other.plan.para == node.plan.para) add(out.para, other);
    }
    return out;
}

Status LocalNetwork::start(const std::string& name) {
    TRY_ASSIGN(NodeState* const node, find(name));
    ENSURE(!is_running(name), name + " runs already");
    const auto command = command_of(plan_, node->plan, boot_nodes_for(*node));
    TRY_ASSIGN(auto process, platform::ChildProcess::start(command, log_file(plan_, node->plan)));
    processes_.emplace(name, std::move(process));
    node->phase = Phase::kStarting;
    return {};
}

Status LocalNetwork::stop(const std::string& name) {
    TRY_ASSIGN(NodeState* const node, find(name));
    ENSURE(is_running(name), name + " does not run");
    processes_.at(name).terminate();
    wait_for_ends({name});
    forget_process(*node);
    return {};
}

Status LocalNetwork::kill(const std::string& name) {
    TRY_ASSIGN(NodeState* const node, find(name));
    ENSURE(is_running(name), name + " does not run");
    processes_.at(name).kill();
    wait_for_ends({name});
    forget_process(*node);
    return {};
}

std::vector<std::string> LocalNetwork::stop_all() {
    std::vector<std::string> running;
    for (auto& [name, process] : processes_) {
        process.terminate();
        running.push_back(name);
    }
    auto killed = wait_for_ends(std::move(running));
    for (NodeState& node : nodes_) forget_process(node);
    return killed;
}

std::vector<std::string> LocalNetwork::wait_for_ends(std::vector<std::string> names) {
    const uint64_t end = scheduler_.now_ms() + kStopTimeoutMs;
    for (;;) {
        std::erase_if(names, [&](const std::string& name) { return processes_.at(name).exit_status().has_value(); });
        const uint64_t now = scheduler_.now_ms();
        if (names.empty() || now >= end) return names;
        std::vector<int> waiting;
        for (const std::string& name : names) waiting.push_back(processes_.at(name).descriptor());
        platform::wait_for_input(waiting, end - now);
    }
}

/// A process that still runs is killed.
void LocalNetwork::forget_process(NodeState& node) {
    processes_.erase(node.plan.name);
    node.phase = Phase::kStopped;
    node.report.reset();
}

void LocalNetwork::ask_nodes() {
    for (NodeState& node : nodes_) {
        if (!is_running(node.plan.name)) continue;
        const auto report = ask_node(http_, scheduler_, rpc_port(plan_, node.plan), kAnswerTimeoutMs);
        if (!report) continue;
        node.report = report;
        node.phase = Phase::kRunning;
    }
}

std::vector<UnexpectedEnd> LocalNetwork::take_unexpected_ends() {
    constexpr size_t kLines = 5;
    std::vector<UnexpectedEnd> out;
    for (NodeState& node : nodes_) {
        const auto process = processes_.find(node.plan.name);
        if (process == processes_.end()) continue;
        const auto status = process->second.exit_status();
        if (!status) continue;
        out.push_back({node.plan.name, *status, last_lines_of(log_file(plan_, node.plan), kLines)});
        forget_process(node);
    }
    return out;
}

std::vector<int> LocalNetwork::descriptors() const {
    std::vector<int> out;
    for (const auto& [name, process] : processes_) out.push_back(process.descriptor());
    return out;
}

std::string last_lines_of(const std::string& file, size_t count) {
    constexpr size_t kKept = size_t{64} << 10;
    std::string tail;
    const auto read = platform::read_file_in_pieces(file, [&](std::string_view piece) {
        tail += piece;
        if (tail.size() > 2 * kKept) tail.erase(0, tail.size() - kKept);
        return true;
    });
    if (!read) return {};
    if (tail.ends_with('\n')) tail.pop_back();
    size_t begin = tail.size();
    for (size_t i = 0; i < count && begin != tail.npos && begin > 0; ++i) begin = tail.rfind('\n', begin - 1);
    return begin == tail.npos ? tail : tail.substr(begin == 0 ? 0 : begin + 1);
}

}  // namespace serinus::launcher
