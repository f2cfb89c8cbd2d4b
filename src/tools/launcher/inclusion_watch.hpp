/// When the relay chain includes the first block of a parachain.
#pragma once

#include <vector>

#include "executor/offchain_http.hpp"
#include "platform/scheduler.hpp"

namespace serinus::launcher {

/// Asks a node of the relay chain for the heads of parachains that have no block yet.
class InclusionWatch {
  public:
    /// `http` and `scheduler` must outlive this.
    InclusionWatch(executor::OffchainHttp& http, platform::Scheduler& scheduler) : http_(http), scheduler_(scheduler) {}

    /// `since_ms`: of the scheduler's monotonic clock; from when on it is counted.
    void expect(uint32_t para, uint64_t since_ms);

    struct FirstBlock {
        uint32_t para = 0;
        uint64_t number = 0;  ///< of the block
        uint64_t after_ms = 0;
    };
    /// Those that have come since the last call, by what the node with this port says of its best block. A parachain
    /// that has blocks when it is asked for the first time is not told of. Blocks for a second at most.
    std::vector<FirstBlock> look(uint16_t rpc_port);
    bool is_waiting() const noexcept { return !expected_.empty(); }

  private:
    struct Expected {
        uint32_t para = 0;
        uint64_t since_ms = 0;
        bool is_new = false;  ///< it was seen without a block
    };

    executor::OffchainHttp& http_;
    platform::Scheduler& scheduler_;
    std::vector<Expected> expected_;
};

/// The number of the block whose header is this head of a parachain (Paras.Heads), as the state has it. nullopt: it is
/// no header.
std::optional<uint64_t> number_of_head(BytesView stored);

}  // namespace serinus::launcher
