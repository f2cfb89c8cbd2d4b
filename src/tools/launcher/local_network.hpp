/// A network of node processes on this machine: started, watched, stopped one by one or all together.
#pragma once

#include <functional>
#include <map>

#include "platform/child_process.hpp"
#include "tools/launcher/node_plan.hpp"
#include "tools/launcher/node_rpc.hpp"
#include "tools/launcher/validators.hpp"

namespace serinus::launcher {

/// The peer id of the node with this base path, on the chain with this id. The error is a sentence.
using FindPeerId =
    std::function<Result<std::string, std::string>(const std::string& base_path, const std::string& chain_id)>;

/// What is known of a node.
struct NodeState {
    enum class Phase : uint8_t {
        kStopped,
        kStarting,  ///< the process runs, and has not answered yet
        kRunning,
    };
    NodePlan plan;
    std::string address;  ///< for other nodes
    Phase phase = Phase::kStopped;
    std::optional<NodeReport> report = {};  ///< its last answer
};

/// A process that ended without being told to.
struct UnexpectedEnd {
    std::string node;
    platform::ExitStatus status;
    std::string last_lines;  ///< of its log
};

class LocalNetwork {
  public:
    /// `http` and `scheduler` must outlive the network.
    LocalNetwork(NetworkPlan plan, FindPeerId find_peer_id, executor::OffchainHttp& http,
                 platform::Scheduler& scheduler);
    ~LocalNetwork();  ///< stop_all()

    /// Adds a node, which is not started: the next validator, a full node, the next collator of
    /// NetworkPlan::paras[para]. Returns its name. Errors: sentences; there are kMaxNodes already, or no program can be
    /// this node.
    Result<std::string, std::string> add_validator();
    Result<std::string, std::string> add_full_node();
    Result<std::string, std::string> add_collator(size_t para);
    /// Adds a parachain without collators; returns its place in NetworkPlan::paras.
    size_t add_para(ParaPlan para);

    // The error is a sentence: no node has this name, it runs already, it does not run.
    Result<void, std::string> start(const std::string& name);
    Result<void, std::string> stop(const std::string& name);  ///< returns when it ended, or was killed for being slow
    Result<void, std::string> kill(const std::string& name);

    /// All at once. Nodes that do not end within kStopTimeoutMs are killed; their names are returned.
    std::vector<std::string> stop_all();

    /// Asks the nodes whose processes run.
    void ask_nodes();
    /// Nodes whose processes ended since the last call.
    std::vector<UnexpectedEnd> take_unexpected_ends();

    const std::vector<NodeState>& nodes() const noexcept { return nodes_; }
    const NetworkPlan& plan() const noexcept { return plan_; }
    /// For platform::wait_for_input(): one of the processes ended.
    std::vector<int> descriptors() const;

    static constexpr uint64_t kStopTimeoutMs = 10'000;
    /// More than enough for a start; each node finds the rest.
    static constexpr size_t kMaxBootNodes = 8;

  private:
    Result<std::string, std::string> add(NodePlan plan);
    Result<NodeState*, std::string> find(const std::string& name);
    bool is_running(const std::string& name) const { return processes_.contains(name); }
    BootNodes boot_nodes_for(const NodeState& node) const;
    /// Returns the names of those that still run after the time.
    std::vector<std::string> wait_for_ends(std::vector<std::string> names);
    void forget_process(NodeState& node);

    NetworkPlan plan_;
    FindPeerId find_peer_id_;
    executor::OffchainHttp& http_;
    platform::Scheduler& scheduler_;
    std::vector<NodeState> nodes_;
    std::map<std::string, platform::ChildProcess> processes_;  ///< by the name of the node
};

/// The last lines of a text file, at most `count`; empty: it cannot be read.
std::string last_lines_of(const std::string& file, size_t count);

}  // namespace serinus::launcher
