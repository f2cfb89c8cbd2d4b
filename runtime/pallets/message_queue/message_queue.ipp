/// The bodies of message_queue.hpp.
#pragma once

#include "runtime/pallets/message_queue/message_queue.hpp"
#include "runtime/pallets/message_queue/page.ipp"
#include "runtime/sdk/traits/listeners.hpp"

namespace serinus::pallet_message_queue {

namespace detail {

/// A failure leaves no trace.
template <class T, class Origin>
Result<bool, ProcessMessageError> processed(BytesView message, const Origin& origin, WeightMeter& meter,
                                            ByteArray<32>& id) {
    StorageLayer layer;
    const bool is_open = static_cast<bool>(layer.enter());
    auto result = T::MessageProcessor::process_message(message, origin, meter, id);
    if (is_open) layer.leave(static_cast<bool>(result));
    return result;
}

}  // namespace detail

/// Puts a queue at the end of the ring. nullopt: the ring is broken.
template <class T>
auto Pallet<T>::ready_ring_knit(const MessageOrigin& origin) -> std::optional<Ring> {
    const auto head = storage.ServiceHead.get();
    if (!head) {
        storage.ServiceHead.put(origin);
        return Ring{origin, origin};
    }
    Book first = storage.BookStateFor.get(*head);
    if (!first.ready_neighbours) return std::nullopt;
    const MessageOrigin tail = std::exchange(first.ready_neighbours->prev, origin);
    storage.BookStateFor.put(*head, first);
    Book last = storage.BookStateFor.get(tail);
    if (!last.ready_neighbours) return std::nullopt;
    last.ready_neighbours->next = origin;
    storage.BookStateFor.put(tail, last);
    return Ring{tail, *head};
}

template <class T>
void Pallet<T>::ready_ring_unknit(const MessageOrigin& origin, const Ring& neighbours) {
    if (origin == neighbours.next) {
        storage.ServiceHead.remove();
        return;
    }
    storage.BookStateFor.mutate(neighbours.next, [&](Book& book) {
        if (book.ready_neighbours) book.ready_neighbours->prev = neighbours.prev;
    });
    storage.BookStateFor.mutate(neighbours.prev, [&](Book& book) {
        if (book.ready_neighbours) book.ready_neighbours->next = neighbours.next;
    });
    if (storage.ServiceHead.get() == origin) storage.ServiceHead.put(neighbours.next);
}

/// The queue to begin with; the one behind it comes first the next time.
template <class T>
auto Pallet<T>::bump_service_head(WeightMeter& meter) -> std::optional<MessageOrigin> {
    if (!meter.try_consume(T::kWeights.bump_service_head())) return std::nullopt;
    auto head = storage.ServiceHead.get();
    if (!head) return std::nullopt;
    const Book book = storage.BookStateFor.get(*head);
    if (!book.ready_neighbours) return std::nullopt;
    storage.ServiceHead.put(book.ready_neighbours->next);
    return head;
}

template <class T>
void Pallet<T>::note_change(const MessageOrigin& origin, const Book& book) {
    for_each_handler(typename T::QueueChangeHandler{},
                     [&]<class Handler>() { Handler::on_queue_changed(origin, book.message_count, book.size); });
}

template <class T>
void Pallet<T>::do_enqueue_message(const MessageOrigin& origin, BytesView message) {
    Book book = storage.BookStateFor.get(origin);
    book.message_count = saturating_add(book.message_count, uint64_t{1});
    book.size = saturating_add(book.size, uint64_t{message.size()});
    if (book.end > book.begin) {
        const PageIndex last = book.end - 1;
        auto page = storage.Pages.get(origin, last);
        if (!page) return;
        if (page->try_append_message(message)) {
            storage.Pages.put(origin, last, *page);
            storage.BookStateFor.put(origin, book);
            return;
        }
    } else if (auto neighbours = ready_ring_knit(origin)) {
        book.ready_neighbours = std::move(neighbours);
    }
    storage.Pages.put(origin, book.end, PageOf::from_message(message));
    book.end = saturating_add(book.end, 1u);
    book.count = saturating_add(book.count, 1u);
    storage.BookStateFor.put(origin, book);
}

template <class T>
void Pallet<T>::enqueue_message(BytesView message, const MessageOrigin& origin) {
    do_enqueue_message(origin, message);
    note_change(origin, storage.BookStateFor.get(origin));
}

template <class T>
void Pallet<T>::enqueue_messages(const std::vector<Bytes>& messages, const MessageOrigin& origin) {
    for (const Bytes& message : messages) do_enqueue_message(origin, message);
    note_change(origin, storage.BookStateFor.get(origin));
}

template <class T>
void Pallet<T>::sweep_queue(const MessageOrigin& origin) {
    auto book = storage.BookStateFor.find(origin);
    if (!book) return;
    book->begin = book->end;
    if (const auto neighbours = std::exchange(book->ready_neighbours, std::nullopt)) {
        ready_ring_unknit(origin, *neighbours);
    }
    storage.BookStateFor.put(origin, *book);
}

template <class T>
QueueFootprint Pallet<T>::footprint(const MessageOrigin& origin) {
    const Book book = storage.BookStateFor.get(origin);
    return {book.message_count, book.size};
}

template <class T>
Weight Pallet<T>::on_initialize(BlockNumber) {
    constexpr std::optional<Weight> kLimit = T::kConstants.ServiceWeight;
    return kLimit ? service_queues(*kLimit) : Weight::zero();
}

template <class T>
Weight Pallet<T>::on_idle(BlockNumber, Weight remaining) {
    constexpr std::optional<Weight> kLimit = T::kConstants.IdleMaxServiceWeight;
    return kLimit ? service_queues(kLimit->min(remaining)) : Weight::zero();
}

template <class T>
Weight Pallet<T>::overweight_limit(Weight limit) {
    // What fails in the hook with less weight is tried again in the other one.
    constexpr Weight kBegin = T::kConstants.ServiceWeight.value_or(Weight::zero());
    constexpr Weight kEnd = T::kConstants.IdleMaxServiceWeight.value_or(Weight::zero());
    constexpr Weight kMost = kBegin.any_gt(kEnd) ? kBegin : kEnd;
    const Weight page = T::kWeights.service_page_base_completion().max(T::kWeights.service_page_base_no_completion());
    const Weight overhead = T::kWeights.bump_service_head()
                                .saturating_add(T::kWeights.service_queue_base())
                                .saturating_add(page)
                                .saturating_add(T::kWeights.service_page_item())
                                .saturating_add(T::kWeights.ready_ring_unknit());
    const Weight most = kMost == Weight::zero() ? limit : kMost;
    return overhead.any_gt(most) ? Weight::zero() : most.saturating_sub(overhead);
}

template <class T>
Weight Pallet<T>::service_queues(Weight limit) {
    WeightMeter meter{.limit = limit};
    const ServiceLock lock;
    if (!lock.is_first()) return meter.consumed;
    const Weight most = overweight_limit(limit);
    auto next = bump_service_head(meter);
    // The first queue since something was processed; having come around to it again, there is no progress to hope for.
    std::optional<MessageOrigin> stuck_since;
    while (next) {
        auto [progressed, after] = service_queue(*next, meter, most);
        if (progressed) {
            stuck_since.reset();
        } else if (after) {
            if (stuck_since == after) break;
            if (!stuck_since) stuck_since = *next;
        }
        next = std::move(after);
    }
    return meter.consumed;
}

/// Whether a message was processed, and the queue that comes next, if there is weight to look at it.
template <class T>
auto Pallet<T>::service_queue(const MessageOrigin& origin, WeightMeter& meter, Weight overweight_limit)
    -> std::pair<bool, std::optional<MessageOrigin>> {
    const Weight base = T::kWeights.service_queue_base();
    if (!meter.try_consume(base.saturating_add(T::kWeights.ready_ring_unknit()))) return {false, std::nullopt};
    Book book = storage.BookStateFor.get(origin);
    if (is_paused(origin)) {
        std::optional<MessageOrigin> next;
        if (book.ready_neighbours) next = book.ready_neighbours->next;
        return {false, std::move(next)};
    }
    uint32_t total = 0;
    while (book.end > book.begin) {
        const auto [processed, status] = service_page(origin, book, meter, overweight_limit);
        total = saturating_add(total, processed);
        if (status == PageEnd::Stopped) break;
        book.begin = saturating_add(book.begin, 1u);
    }
    std::optional<MessageOrigin> next;
    if (book.ready_neighbours) next = book.ready_neighbours->next;
    if (book.begin >= book.end) {
        if (const auto neighbours = std::exchange(book.ready_neighbours, std::nullopt)) {
            ready_ring_unknit(origin, *neighbours);
        }
    }
    storage.BookStateFor.put(origin, book);
    if (total > 0) note_change(origin, book);
    return {total > 0, std::move(next)};
}

/// The number of messages of the queue's first page that were processed.
template <class T>
auto Pallet<T>::service_page(const MessageOrigin& origin, Book& book, WeightMeter& meter, Weight overweight_limit)
    -> std::pair<uint32_t, PageEnd> {
    const Weight completed = T::kWeights.service_page_base_completion();
    if (!meter.try_consume(completed.max(T::kWeights.service_page_base_no_completion()))) {
        return {0, PageEnd::Stopped};
    }
    const PageIndex index = book.begin;
    auto page = storage.Pages.get(origin, index);
    if (!page) return {0, PageEnd::End};
    uint32_t processed = 0;
    PageEnd end = PageEnd::End;
    while (!page->is_complete()) {
        if (!meter.try_consume(T::kWeights.service_page_item())) {
            end = PageEnd::Stopped;
            break;
        }
        const auto message = page->peek_first();
        if (!message) break;
        const Attempt attempt = process_message(origin, index, page->first_index, *message, meter, overweight_limit);
        if (attempt == Attempt::NotEnoughWeight || attempt == Attempt::Later) {
            end = PageEnd::Stopped;
            break;
        }
        const bool is_processed = attempt == Attempt::Done;
        if (is_processed) {
            book.message_count = saturating_sub(book.message_count, uint64_t{1});
            book.size = saturating_sub(book.size, uint64_t{message->size()});
            processed = saturating_add(processed, 1u);
        }
        page->skip_first(is_processed);
    }
    if (page->is_complete()) {
        storage.Pages.remove(origin, index);
        book.count = saturating_sub(book.count, 1u);
    } else {
        storage.Pages.put(origin, index, *page);
    }
    return {processed, end};
}

template <class T>
auto Pallet<T>::process_message(const MessageOrigin& origin, PageIndex page_index, uint32_t message_index,
                                BytesView message, WeightMeter& meter, Weight overweight_limit) -> Attempt {
    ByteArray<32> id = host::blake2_256(message).bytes;
    const Weight before = meter.consumed;
    const auto result = detail::processed<T>(message, origin, meter, id);
    if (result) {
        deposit_event(typename Event::Processed{Hash256{id}, origin, meter.consumed.saturating_sub(before), *result});
        return Attempt::Done;
    }
    const ProcessMessageError& error = result.error();
    if (const auto* const overweight = std::get_if<ProcessMessageError::Overweight>(&error.v)) {
        if (!overweight->_0.any_gt(overweight_limit)) return Attempt::NotEnoughWeight;
        deposit_event(typename Event::OverweightEnqueued{id, origin, page_index, message_index});
        return Attempt::Overweight;
    }
    if (std::holds_alternative<ProcessMessageError::Yield>(error.v)) return Attempt::Later;
    deposit_event(typename Event::ProcessingFailed{Hash256{id}, origin, error});
    return Attempt::Done;
}

template <class T>
Weight Pallet<T>::execute_overweight::weight() const {
    const Weight updated = T::kWeights.execute_overweight_page_updated();
    return updated.max(T::kWeights.execute_overweight_page_removed()).saturating_add(weight_limit);
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::execute_overweight::operator()(Signed) const {
    const Weight actual = TRY(do_execute_overweight(message_origin, page, index, weight_limit));
    return PostDispatchInfo{actual};
}

template <class T>
ResultOf<Weight> Pallet<T>::do_execute_overweight(const MessageOrigin& origin, PageIndex page_index, uint32_t index,
                                                  Weight limit) {
    const ServiceLock lock;
    ENSURE(lock.is_first(), Error::RecursiveDisallowed);
    Book book = storage.BookStateFor.get(origin);
    ENSURE(!is_paused(origin), Error::QueuePaused);
    auto page = storage.Pages.get(origin, page_index);
    ENSURE(page, Error::NoPage);
    const auto item = page->peek_index(index);
    ENSURE(item, Error::NoMessage);
    const bool was_tried = page_index < book.begin || (page_index == book.begin && item->position < page->first);
    ENSURE(was_tried, Error::Queued);
    ENSURE(!item->is_processed, Error::AlreadyProcessed);
    WeightMeter meter{.limit = limit};
    // No limit for overweight: the event that says so is there already.
    switch (process_message(origin, page_index, index, item->payload, meter, Weight::max())) {
        case Attempt::Overweight:
        case Attempt::NotEnoughWeight:
            return DispatchError(Error::InsufficientWeight);
        case Attempt::Later:
            return DispatchError(Error::TemporarilyUnprocessable);
        case Attempt::Done:
            break;
    }
    book.message_count = saturating_sub(book.message_count, uint64_t{1});
    book.size = saturating_sub(book.size, uint64_t{item->payload.size()});
    page->note_processed_at(item->position);
    Weight own = T::kWeights.execute_overweight_page_updated();
    if (page->is_complete()) {
        storage.Pages.remove(origin, page_index);
        book.count = saturating_sub(book.count, 1u);
        own = T::kWeights.execute_overweight_page_removed();
    } else {
        storage.Pages.put(origin, page_index, *page);
    }
    storage.BookStateFor.put(origin, book);
    note_change(origin, book);
    return meter.consumed.saturating_add(own);
}

/// Whether so many old pages are there that this one, which has overweight messages, need not be kept: the more there
/// are beyond MaxStale, the younger they may be.
template <class T>
bool Pallet<T>::is_cullable(const Book& book, PageIndex page) {
    constexpr uint32_t kMaxStale = T::kConstants.MaxStale;
    const uint32_t ready = std::min(saturating_sub(book.end, book.begin), book.count);
    const uint32_t stale = book.count - ready;
    if (stale <= kMaxStale) return false;
    const uint32_t overflow = stale - kMaxStale;
    const uint32_t kept = std::max(kMaxStale * kMaxStale / overflow, kMaxStale);
    return page < saturating_sub(book.begin, kept);
}

template <class T>
DispatchResult Pallet<T>::reap_page::operator()(Signed) const {
    const ServiceLock lock;
    ENSURE(lock.is_first(), Error::RecursiveDisallowed);
    Book book = storage.BookStateFor.get(message_origin);
    ENSURE(page_index < book.begin, Error::NotReapable);
    const auto page = storage.Pages.get(message_origin, page_index);
    ENSURE(page, Error::NoPage);
    ENSURE(page->is_complete() || is_cullable(book, page_index), Error::NotReapable);
    storage.Pages.remove(message_origin, page_index);
    book.count = saturating_sub(book.count, 1u);
    book.message_count = saturating_sub(book.message_count, uint64_t{page->remaining});
    book.size = saturating_sub(book.size, uint64_t{page->remaining_size});
    storage.BookStateFor.put(message_origin, book);
    note_change(message_origin, book);
    deposit_event(typename Event::PageReaped{message_origin, page_index});
    return {};
}

template <class T>
TryStateResult Pallet<T>::check_queue(const MessageOrigin& origin, const Book& book) {
    ENSURE(book.message_count > 0 && book.end > book.begin, "a queue of the ring has nothing to process");
    ENSURE(book.ready_neighbours, "a queue of the ring has no neighbours");
    const bool is_alone = book.ready_neighbours->next == origin;
    ENSURE(is_alone == (book.ready_neighbours->prev == origin), "a queue is its own neighbour on one side only");
    for (PageIndex i = book.begin; i < book.end; ++i) {
        const auto page = storage.Pages.get(origin, i);
        ENSURE(page && page->remaining > 0, "a page that waits has no messages");
        uint32_t waiting = 0;
        for (uint32_t index = 0; const auto item = page->peek_index(index); ++index) waiting += !item->is_processed;
        ENSURE(waiting == page->remaining, "a page has another number of messages than it says");
    }
    return {};
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    const auto head = storage.ServiceHead.get();
    if (!head) return {};
    MessageOrigin origin = *head;
    do {
        const auto book = storage.BookStateFor.find(origin);
        ENSURE(book, "the ring names a queue without a book");
        TRY(check_queue(origin, *book));
        origin = book->ready_neighbours->next;
    } while (!(origin == *head));
    return {};
}

}  // namespace serinus::pallet_message_queue
