#include "fork/messages/chain_messages.hpp"

#include <algorithm>

#include "codec/scale.hpp"
#include "hashing/hashing.hpp"
#include "metadata/metadata.hpp"

namespace serinus::fork {
namespace {

using metadata::item_prefix;

template <class Key>
Bytes message_key(std::string_view pallet, std::string_view item, const Key& key) {
    return concat(item_prefix(pallet, item), hashing::twox_64_concat(scale::encode(key)));
}

template <class T>
std::optional<T> decode(BytesView value) {
    auto decoded = scale::decode<T>(value);
    return decoded ? std::optional(*std::move(decoded)) : std::nullopt;
}

/// Observed: polkadot-runtime-parachains 30.0.0, AggregateMessageOrigin::Ump(UmpQueueId::Para(id))
struct QueueOrigin {
    uint8_t ump = 0;
    uint8_t para = 0;
    uint32_t id = 0;
};
/// Queues in which something waits stand in a ring.
struct Neighbours {
    QueueOrigin previous, next;
};
struct Book {
    uint32_t begin = 0, end = 0;  ///< pages
    uint32_t pages = 0;
    std::optional<Neighbours> neighbours;
    uint64_t messages = 0;
    uint64_t bytes = 0;
};
struct Page {
    uint32_t messages = 0;
    uint32_t bytes = 0;
    uint32_t first_index = 0;
    uint32_t first = 0;  ///< where in the heap the first message begins, and the last one
    uint32_t last = 0;
    Bytes heap;  ///< messages, each behind its length and whether it is processed
};

/// Ours; less than the pages of all chains have.
constexpr size_t kPageBytes = 32 << 10;

std::vector<Page> pages_of(const std::vector<Bytes>& messages) {
    std::vector<Page> out;
    for (const Bytes& message : messages) {
        if (out.empty() || out.back().heap.size() + message.size() > kPageBytes) out.emplace_back();
        Page& page = out.back();
        page.last = static_cast<uint32_t>(page.heap.size());
        append(page.heap, scale::encode(std::pair(static_cast<uint32_t>(message.size()), false)));
        append(page.heap, message);
        ++page.messages;
        page.bytes += static_cast<uint32_t>(message.size());
    }
    return out;
}

/// The pallet MessageQueue of a relay chain, with changes.
class MessageQueue {
  public:
    explicit MessageQueue(const ReadValue& read) : read_(read) {}

    Result<void, std::string> add(uint32_t para, const std::vector<Bytes>& messages) {
        const QueueOrigin origin{.id = para};
        TRY_ASSIGN(Book book, this->book(origin));
        for (const Page& page : pages_of(messages)) {
            changes_[concat(item_prefix("MessageQueue", "Pages"), hashing::twox_64_concat(scale::encode(origin)),
                            hashing::twox_64_concat(scale::encode(book.end)))] = scale::encode(page);
            ++book.end;
            ++book.pages;
            book.messages += page.messages;
            book.bytes += page.bytes;
        }
        const bool is_in_ring = book.neighbours.has_value();
        if (!is_in_ring) book.neighbours = Neighbours{origin, origin};
        put(origin, book);
        return is_in_ring ? Result<void, std::string>() : join_ring(origin);
    }

    state::ChangeSet take() { return std::move(changes_); }

  private:
    static Bytes head_key() { return item_prefix("MessageQueue", "ServiceHead"); }
    static Bytes book_key(const QueueOrigin& origin) { return message_key("MessageQueue", "BookStateFor", origin); }

    /// Last in the ring, which is before its head.
    Result<void, std::string> join_ring(const QueueOrigin& origin) {
        TRY_ASSIGN(const auto head, value<QueueOrigin>(head_key()));
        if (!head) {
            changes_[head_key()] = scale::encode(origin);
            return {};
        }
        TRY_ASSIGN(Book first, book(*head));
        ENSURE(first.neighbours, kOtherForm);
        const QueueOrigin tail = first.neighbours->previous;
        first.neighbours->previous = origin;
        put(*head, first);
        TRY_ASSIGN(Book last, book(tail));
        ENSURE(last.neighbours, kOtherForm);
        last.neighbours->next = origin;
        put(tail, last);
        TRY_ASSIGN(Book own, book(origin));
        own.neighbours = Neighbours{tail, *head};
        put(origin, own);
        return {};
    }

    Result<Book, std::string> book(const QueueOrigin& origin) {
        TRY_ASSIGN(auto known, value<Book>(book_key(origin)));
        return known.value_or(Book());
    }
    void put(const QueueOrigin& origin, const Book& book) { changes_[book_key(origin)] = scale::encode(book); }

    template <class T>
    Result<std::optional<T>, std::string> value(const Bytes& key) {
        const auto changed = changes_.find(key);
        std::optional<Bytes> bytes;
        if (changed != changes_.end()) {
            bytes = changed->second;
        } else {
            TRY_ASSIGN(bytes, read_(key));
        }
        if (!bytes) return std::optional<T>();
        auto decoded = decode<T>(*bytes);
        ENSURE(decoded, kOtherForm);
        return decoded;
    }

    static inline const std::string kOtherForm = "the relay chain's queue of messages has a form that is not known";

    const ReadValue& read_;
    state::ChangeSet changes_;
};

}  // namespace

Bytes downward_queue_key(uint32_t para) { return message_key("Dmp", "DownwardMessageQueues", para); }
Bytes para_head_key(uint32_t para) { return message_key("Paras", "Heads", para); }
Bytes upward_messages_key() { return item_prefix("ParachainSystem", "UpwardMessages"); }
Bytes horizontal_messages_key() { return item_prefix("ParachainSystem", "HrmpOutboundMessages"); }
Bytes para_id_key() { return item_prefix("ParachainInfo", "ParachainId"); }

std::optional<std::vector<DownwardMessage>> decode_downward_queue(BytesView value) {
    return decode<std::vector<DownwardMessage>>(value);
}

std::optional<std::vector<HorizontalMessage>> decode_horizontal_messages(BytesView value) {
    return decode<std::vector<HorizontalMessage>>(value);
}

std::optional<std::vector<Bytes>> decode_upward_messages(BytesView value) {
    auto out = decode<std::vector<Bytes>>(value);
    if (out) out->erase(std::ranges::find_if(*out, &Bytes::empty), out->end());
    return out;
}

Hash256 extend_queue_head(const Hash256& head, uint32_t sent_at, BytesView message) {
    const Hash256 hash = hashing::blake2b_256(scale::encode(message));
    return hashing::blake2b_256(scale::encode(std::tuple(head, sent_at, hash)));
}

Result<state::ChangeSet, std::string> append_upward_messages(const ReadValue& read, const UpwardMessages& messages) {
    MessageQueue queue(read);
    for (const auto& [para, list] : messages) {
        if (!list.empty()) TRY(queue.add(para, list));
    }
    return queue.take();
}

}  // namespace serinus::fork
