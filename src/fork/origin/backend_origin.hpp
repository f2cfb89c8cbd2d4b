/// A state that is at hand, in the place of one of another node.
#pragma once

#include <mutex>

#include "state/origin.hpp"

namespace serinus::fork {

class BackendOrigin final : public state::Origin {
  public:
    BackendOrigin(std::unique_ptr<state::Backend> state, const Hash256& block, const Hash256& root)
        : state_(std::move(state)), block_(block), root_(root) {}

    Hash256 root() const override { return root_; }
    Hash256 block() const override { return block_; }
    Result<std::optional<Bytes>, state::StateError> get(state::Area area, BytesView key) override {
        const std::lock_guard lock(mutex_);
        TRY_ASSIGN(const auto value, state_->get(area, key));
        return value ? std::optional(to_bytes(*value)) : std::nullopt;
    }
    Result<std::optional<Bytes>, state::StateError> next_key(state::Area area, BytesView key) override {
        const std::lock_guard lock(mutex_);
        return state_->next_key(area, key);
    }

  private:
    std::mutex mutex_;
    std::unique_ptr<state::Backend> state_;
    Hash256 block_, root_;
};

}  // namespace serinus::fork
