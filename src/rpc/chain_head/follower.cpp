#include "rpc/chain_head/follower.hpp"

#include <algorithm>

namespace serinus::rpc::chain_head {

bool UnsentMessages::add(SharedText text, size_t sharers) {
    constexpr size_t kEntryBytes = 64;
    if (messages_.size() >= kMaxMessages) return false;
    Charge charge;
    const size_t bytes = kEntryBytes + text->size() / std::max<size_t>(1, sharers);
    if (!charge.take(memory_, MemoryOwner::kMessages, bytes)) return false;
    messages_.push_back({std::move(text), std::move(charge)});
    return true;
}

void UnsentMessages::replace_all(SharedText text) {
    messages_.clear();
    messages_.push_back({std::move(text)});
}

SharedText UnsentMessages::take() {
    SharedText text = std::move(messages_.front().text);
    messages_.pop_front();
    return text;
}

}  // namespace serinus::rpc::chain_head
