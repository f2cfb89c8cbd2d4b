#include "fork/messages/message_router.hpp"

#include <algorithm>
#include <utility>

namespace serinus::fork {

MessageRouter::Receipt* MessageRouter::find_receipt(size_t chain, const Hash256& block) {
    auto& blocks = received_[chain].blocks;
    const auto found = std::ranges::find(blocks, block, &Receipt::block);
    return found == blocks.end() ? nullptr : &*found;
}

bool MessageRouter::has_received(size_t chain, const WaitingMessage& message) const {
    return std::ranges::any_of(received_[chain].blocks, [&](const Receipt& receipt) {
        return receipt.is_enacted &&
               std::ranges::any_of(receipt.messages, [&](const auto& one) { return one.id() == message.id(); });
    });
}

void MessageRouter::remove(size_t chain, const std::vector<WaitingMessage>& messages) {
    Queue& queue = waiting_[chain];
    std::set<std::tuple<size_t, Hash256, uint32_t>> gone;
    for (const auto& message : messages) gone.insert(message.id());
    std::erase_if(queue.messages, [&](const WaitingMessage& one) {
        const bool is_gone = gone.contains(one.id());
        if (is_gone) queue.bytes -= one.data->size();
        return is_gone;
    });
}

MessageRouter::Enacted MessageRouter::enact(size_t chain, const Hash256& block, std::vector<SentMessage> sent) {
    if (Receipt* receipt = find_receipt(chain, block); receipt != nullptr && !receipt->is_enacted) {
        receipt->is_enacted = true;
        remove(chain, receipt->messages);
    }
    Enacted out;
    if (sent.empty()) return out;
    const auto [known, is_new] = senders_.try_emplace({chain, block}, true);
    known->second = true;
    uint32_t index = 0;
    for (SentMessage& one : sent) {
        Queue& queue = waiting_[one.receiver];
        WaitingMessage message{.sender = chain,
                               .block = block,
                               .index = index++,
                               .kind = one.kind,
                               .sent_at = one.sent_at,
                               .data = std::make_shared<const Bytes>(std::move(one.data))};
        if (!is_new && has_received(one.receiver, message)) continue;
        if (queue.messages.size() >= limits_.max_messages || queue.bytes + message.data->size() > limits_.max_bytes) {
            ++out.lost;
            continue;
        }
        queue.bytes += message.data->size();
        queue.messages.push_back(std::move(message));
        ++out.arrived[one.receiver];
    }
    return out;
}

void MessageRouter::retract(size_t chain, const Hash256& block) {
    if (const auto sender = senders_.find({chain, block}); sender != senders_.end()) {
        sender->second = false;
        for (Queue& queue : waiting_) {
            std::erase_if(queue.messages, [&](const WaitingMessage& one) {
                const bool is_gone = one.sender == chain && one.block == block;
                if (is_gone) queue.bytes -= one.data->size();
                return is_gone;
            });
        }
    }
    Receipt* receipt = find_receipt(chain, block);
    if (receipt == nullptr || !receipt->is_enacted) return;
    receipt->is_enacted = false;
    // Older than all that waits, as they were received before.
    Queue& queue = waiting_[chain];
    for (auto message = receipt->messages.rbegin(); message != receipt->messages.rend(); ++message) {
        const auto sender = senders_.find({message->sender, message->block});
        if (sender == senders_.end() || !sender->second) continue;
        queue.bytes += message->data->size();
        queue.messages.push_front(*message);
    }
}

std::vector<WaitingMessage> MessageRouter::next(size_t chain, const std::set<MessageKind>& kinds,
                                                size_t max_bytes) const {
    std::vector<WaitingMessage> out;
    size_t bytes = 0;
    for (const WaitingMessage& message : waiting_[chain].messages) {
        if (!kinds.contains(message.kind)) continue;
        bytes += message.data->size();
        if (!out.empty() && bytes > max_bytes) break;
        out.push_back(message);
    }
    return out;
}

void MessageRouter::receive(size_t chain, const Hash256& block, std::vector<WaitingMessage> messages, bool is_enacted) {
    if (messages.empty()) return;
    if (is_enacted) remove(chain, messages);
    Receipts& known = received_[chain];
    for (const auto& message : messages) known.bytes += message.data->size();
    known.messages += messages.size();
    known.blocks.push_back({.block = block, .is_enacted = is_enacted, .messages = std::move(messages)});
    while (known.blocks.size() > 1 && (known.bytes > limits_.max_bytes || known.messages > limits_.max_messages)) {
        for (const auto& message : known.blocks.front().messages) known.bytes -= message.data->size();
        known.messages -= known.blocks.front().messages.size();
        known.blocks.pop_front();
    }
}

}  // namespace serinus::fork
