/// Until chain::ImportQueue runs on the scheduler.
#pragma once

#include <map>

#include "chain/import/import_queue.hpp"
#include "platform/scheduler.hpp"

namespace serinus::world {

class SimpleQueue {
  public:
    using Done = chain::ImportQueue::Done;
    using Pushed = chain::ImportQueue::Pushed;
    SimpleQueue(chain::Client& client, platform::Scheduler& scheduler, Done done,
                const chain::ImportQueueOptions& options)
        : client_(client), done_(std::move(done)), options_(options) {
        lane_ = scheduler.make_lane({.name = "import", .runs_on = platform::WorkClass::kRuntime});
    }
    Pushed push(primitives::SignedBlock&& block, chain::BlockOrigin origin) {
        const Hash256 hash = primitives::header_hash(block.block.header);
        if (blocks_.contains(hash)) return Pushed::kTwice;
        if (blocks_.size() >= options_.max_blocks) return Pushed::kFull;
        blocks_.emplace(hash, std::pair(std::move(block), origin));
        begin(hash);
        return Pushed::kTaken;
    }
    bool contains(const Hash256& hash) const { return blocks_.contains(hash); }
    size_t size() const { return blocks_.size(); }
    uint64_t bytes() const { return 0; }

  private:
    void begin(const Hash256& hash) {
        const auto& header = blocks_.at(hash).first.block.header;
        const auto parent = client_.find_header(header.parent_hash);
        if (parent && *parent == nullptr) return;
        (void)lane_->post_always([this, hash] { import(hash); });
    }
    void import(const Hash256& hash) {
        const auto found = blocks_.find(hash);
        if (found == blocks_.end()) return;
        const auto outcome = client_.import(found->second.first, found->second.second);
        const chain::BlockId id{hash, found->second.first.block.header.number};
        blocks_.erase(hash);
        done_(id, outcome);
        std::vector<Hash256> children;
        for (const auto& [child, block] : blocks_) {
            if (block.first.block.header.parent_hash == hash) children.push_back(child);
        }
        for (const auto& child : children) begin(child);
    }
    chain::Client& client_;
    Done done_;
    chain::ImportQueueOptions options_;
    std::map<Hash256, std::pair<primitives::SignedBlock, chain::BlockOrigin>> blocks_;
    std::unique_ptr<platform::Lane> lane_;
};

}  // namespace serinus::world
