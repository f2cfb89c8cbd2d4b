/// Keys as sequences of nibbles: the steps from the root of a trie to one of its nodes.
/// Spec: defn-trie-key-encode. The high half of a byte comes first.
#pragma once

#include <string>

#include "base/assert.hpp"
#include "base/bytes.hpp"

namespace serinus::trie {

/// Some nibbles of packed bytes that others own: of a whole key, of its end, or of a node's partial key.
class NibblesView {
  public:
    constexpr NibblesView() noexcept = default;

    /// All nibbles of a key.
    constexpr explicit NibblesView(BytesView key) noexcept : bytes_(key.data()), size_(2 * key.size()) {}

    /// `size` nibbles that end at the last byte: a partial key as a node holds it, in (size + 1) / 2 bytes, where an
    /// odd number leaves out the first half byte.
    static constexpr NibblesView right_aligned(const uint8_t* bytes, size_t size) noexcept {
        return {bytes, size % 2, size};
    }

    constexpr size_t size() const noexcept { return size_; }
    constexpr bool empty() const noexcept { return size_ == 0; }

    constexpr uint8_t operator[](size_t i) const noexcept {
        const size_t at = offset_ + i;
        return at % 2 == 0 ? bytes_[at / 2] >> 4 : bytes_[at / 2] & 0x0f;
    }

    constexpr NibblesView from(size_t begin) const noexcept { return {bytes_, offset_ + begin, size_ - begin}; }
    constexpr NibblesView slice(size_t begin, size_t end) const noexcept {
        return {bytes_, offset_ + begin, end - begin};
    }

    /// How many nibbles the two have in common from their start. Eight bytes at a time where both stand alike.
    friend size_t common_nibbles(NibblesView a, NibblesView b) noexcept;

    /// Writes the nibbles right-aligned, (size + 1) / 2 bytes, and returns the place after them.
    /// Spec: defn-node-key. An odd number begins with a byte whose high half is zero.
    friend uint8_t* write_nibbles(uint8_t* out, NibblesView nibbles) noexcept;
    friend class NibblePath;

  private:
    constexpr NibblesView(const uint8_t* bytes, size_t offset, size_t size) noexcept
        : bytes_(bytes + offset / 2), offset_(offset % 2), size_(size) {}

    const uint8_t* bytes_ = nullptr;
    size_t offset_ = 0;  ///< 0 or 1: the nibble of `bytes_[0]` that comes first
    size_t size_ = 0;
};

size_t common_nibbles(NibblesView a, NibblesView b) noexcept;
uint8_t* write_nibbles(uint8_t* out, NibblesView nibbles) noexcept;

/// Nibbles of its own, one a byte: a place in a trie that grows and shrinks while one walks. Ordered as keys are.
class NibblePath {
  public:
    NibblePath() = default;
    explicit NibblePath(NibblesView nibbles) { append(nibbles); }

    size_t size() const noexcept { return nibbles_.size(); }
    bool empty() const noexcept { return nibbles_.empty(); }
    uint8_t operator[](size_t i) const noexcept { return nibbles_[i]; }

    void push(uint8_t nibble) { nibbles_.push_back(nibble); }
    void append(NibblesView nibbles);
    void resize_down(size_t size) noexcept;

    /// Whether this is a whole number of bytes, as every key that a runtime can write is.
    bool is_key() const noexcept { return size() % 2 == 0; }
    /// The bytes of a path that is one.
    void write_key(Bytes& key) const;

    /// One hex digit a nibble.
    std::string to_string() const;

    friend bool operator==(const NibblePath&, const NibblePath&) = default;
    friend auto operator<=>(const NibblePath&, const NibblePath&) = default;

  private:
    Bytes nibbles_;
};

}  // namespace serinus::trie
