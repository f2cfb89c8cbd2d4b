/// A heap of the greatest element first, as the reference keeps it: its state is the array, so that each step here is
/// that of Rust's standard library, with equal elements too. Observed: alloc::collections::binary_heap (Rust 1.84 to
/// 1.90), parity-scale-codec 3.7.5
#pragma once

#include <algorithm>
#include <bit>
#include <utility>

#include "codec/scale.hpp"
#include "runtime/sdk/metadata_names.hpp"

namespace serinus::polkadot_runtime_parachains::on_demand::types {

template <class V>
class BinaryHeap {
  public:
    using value_type = V;

    BinaryHeap() = default;
    /// Makes a heap of elements in any order.
    explicit BinaryHeap(std::vector<V> data) : data_(std::move(data)) { rebuild(); }

    size_t size() const { return data_.size(); }
    bool empty() const { return data_.empty(); }
    /// In the order of the array.
    const std::vector<V>& data() const { return data_; }
    /// The greatest element, nullptr if there is none.
    const V* peek() const { return data_.empty() ? nullptr : &data_.front(); }

    void push(V element) {
        data_.push_back(std::move(element));
        sift_up(0, data_.size() - 1);
    }
    std::optional<V> pop() {
        if (data_.empty()) return std::nullopt;
        V out = std::move(data_.back());
        data_.pop_back();
        if (!data_.empty()) {
            std::swap(out, data_.front());
            sift_down_to_bottom(0);
        }
        return out;
    }
    /// Takes over all of `other`, the shorter array behind the longer one.
    void append(BinaryHeap&& other) {
        if (size() < other.size()) std::swap(data_, other.data_);
        const size_t start = data_.size();
        for (V& element : other.data_) data_.push_back(std::move(element));
        other.data_.clear();
        rebuild_tail(start);
    }
    /// The elements that `wanted` names, and the others; each heap is pushed in the order of this array.
    template <class F>
    std::pair<BinaryHeap, BinaryHeap> partition(F&& wanted) && {
        std::pair<BinaryHeap, BinaryHeap> out;
        for (V& element : data_) {
            const bool is_wanted = wanted(std::as_const(element));
            (is_wanted ? out.first : out.second).push(std::move(element));
        }
        data_.clear();
        return out;
    }

    friend bool operator==(const BinaryHeap&, const BinaryHeap&) = default;

  private:
    size_t sift_up(size_t start, size_t pos) {
        V element = std::move(data_[pos]);
        while (pos > start) {
            const size_t parent = (pos - 1) / 2;
            if (element <= data_[parent]) break;
            data_[pos] = std::move(data_[parent]);
            pos = parent;
        }
        data_[pos] = std::move(element);
        return pos;
    }
    /// Down until no child is greater.
    void sift_down(size_t pos) {
        const size_t end = data_.size();
        V element = std::move(data_[pos]);
        size_t child = 2 * pos + 1;
        while (child + 1 < end) {
            if (data_[child] <= data_[child + 1]) ++child;
            if (element >= data_[child]) {
                data_[pos] = std::move(element);
                return;
            }
            data_[pos] = std::move(data_[child]);
            pos = child;
            child = 2 * pos + 1;
        }
        if (child + 1 == end && element < data_[child]) {
            data_[pos] = std::move(data_[child]);
            pos = child;
        }
        data_[pos] = std::move(element);
    }
    /// Down along the greater child, then up to its place.
    void sift_down_to_bottom(size_t pos) {
        const size_t end = data_.size();
        const size_t start = pos;
        V element = std::move(data_[pos]);
        size_t child = 2 * pos + 1;
        while (child + 1 < end) {
            if (data_[child] <= data_[child + 1]) ++child;
            data_[pos] = std::move(data_[child]);
            pos = child;
            child = 2 * pos + 1;
        }
        if (child + 1 == end) {
            data_[pos] = std::move(data_[child]);
            pos = child;
        }
        data_[pos] = std::move(element);
        sift_up(start, pos);
    }
    void rebuild() {
        for (size_t n = data_.size() / 2; n > 0;) sift_down(--n);
    }
    /// All before `start` is a heap.
    void rebuild_tail(size_t start) {
        const size_t size = data_.size();
        if (start == size) return;
        const size_t tail = size - start;
        const auto log2 = [](size_t x) { return static_cast<size_t>(std::bit_width(x) - 1); };
        const bool is_rebuilding_cheaper =
            start < tail || (size <= 2048 ? 2 * size < tail * log2(start) : 2 * size < tail * 11);
        if (is_rebuilding_cheaper) {
            rebuild();
        } else {
            for (size_t i = start; i < size; ++i) sift_up(0, i);
        }
    }

    std::vector<V> data_;
};

/// What the metadata shows of a heap.
template <class V>
struct ShownHeap {
    using Params = sdk::List<sdk::Param<"T", V>>;
    std::vector<V> _0;
};

}  // namespace serinus::polkadot_runtime_parachains::on_demand::types

namespace serinus::sdk {

template <class V>
struct MetadataTypeOf<polkadot_runtime_parachains::on_demand::types::BinaryHeap<V>> {
    using type = polkadot_runtime_parachains::on_demand::types::ShownHeap<V>;
};

}  // namespace serinus::sdk

namespace serinus::scale {

/// A sequence in the order of the array; what is read becomes a heap.
template <class V>
struct Codec<polkadot_runtime_parachains::on_demand::types::BinaryHeap<V>> {
    using Heap = polkadot_runtime_parachains::on_demand::types::BinaryHeap<V>;
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const Heap& heap) { return encoded_size(heap.data()); }
    static void write(Encoder& out, const Heap& heap) { encode_to<std::vector<V>>(out, heap.data()); }
    static bool read(Decoder& in, Heap& heap) {
        std::vector<V> data;
        if (!decode_into<std::vector<V>>(in, data)) return false;
        heap = Heap(std::move(data));
        return true;
    }
};

}  // namespace serinus::scale
