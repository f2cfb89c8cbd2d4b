/// The parts of a simulated node that outlive its process: its disk and its keys; and when the process runs.
#pragma once

#include "tests/world/world.hpp"

namespace serinus::world {

class Machine;

/// State and settings that all machines of a world share.
struct Shared {
    const Plan& plan;
    const WorldOptions& options;
    platform::VirtualTime& time;
    Network& network;
    Checker& checker;
    Report& report;
    std::shared_ptr<executor::RuntimeCache> runtimes;
    size_t validators = 0;
    size_t ends = 0;
    const WireOptions* wire = nullptr;
    size_t lying_peers = 0;  ///< that speak the protocols of the wire well

    void log(const std::string& text) const;
    /// A fault of this kind did something.
    void count(FaultKind kind) const { ++report.reached[static_cast<size_t>(kind)]; }
};

class Machine final : public chain::ClientListener {
  public:
    /// `node`: where it stands; a twin, whose `end` is another, has the keys of that node.
    Machine(Shared& shared, size_t end, size_t node, std::shared_ptr<crypto::NodeKeys> keys);
    ~Machine() override;

    /// Does nothing if it runs. A disk with faults may make it fail; it then tries again.
    void start();
    /// As on SIGTERM; then the power goes.
    void stop();
    /// At once. `loses_power`: unsynced data is gone, or a part of it.
    void crash(bool loses_power);
    void begin(const Fault& fault);
    void end(const Fault& fault);

    bool is_running() const noexcept { return node_ != nullptr && !disk_->has_crashed(); }
    bool is_honest() const { return shared_.checker.is_honest(end_); }
    bool is_validator() const noexcept { return is_validator_; }
    size_t end_number() const noexcept { return end_; }
    size_t node_number() const noexcept { return number_; }
    const std::string& label() const noexcept { return label_; }
    /// Precondition: it runs.
    Node& node() noexcept { return *node_; }

    void receive(size_t from, Bytes message);
    /// Bounds of the node's memory and queues.
    void check_bounds();
    /// The whole state of a block against its header.
    void check_state(const Hash256& block);
    void rotate_keys();
    void submit_transfer(uint64_t random);

    void on_imported(const chain::ImportedBlock& block) override;
    void on_finalized(const chain::FinalizedBlocks& event) override;

  private:
    NodeParts parts();
    void end_life(bool loses_power);
    void on_import_result(const chain::BlockId& block, BytesView body_digest,
                          const Result<chain::ImportOutcome, chain::ChainError>& outcome);
    bool has(FaultKind kind) const;

    Shared& shared_;
    size_t end_, number_;
    std::string label_;
    bool is_validator_ = true;
    int64_t clock_skew_ms_ = 0;
    std::vector<FaultKind> mischief_;
    Hash256 genesis_state_root_;
    std::unique_ptr<storage::testing::SimulatedDisk> disk_;
    std::shared_ptr<crypto::NodeKeys> keys_;
    std::unique_ptr<Node> node_;
    std::mt19937_64 random_;
    uint32_t life_ = 0;
    bool is_wanted_ = false;  ///< the operator wants the node to run
    std::optional<chain::BlockId> best_at_stop_;
    uint64_t judged_ = 0, finalized_ = 0;  ///< for bugs
};

/// The account that pays: by the runtime's count, asked through RPC.
std::optional<Bytes> next_extrinsic(Node& node, const std::string& secret, BytesView call);

}  // namespace serinus::world
