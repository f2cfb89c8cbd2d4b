#include "tools/scaffold/names.hpp"

#include "base/format.hpp"

namespace serinus::scaffold {
namespace {

constexpr size_t kMaxNameBytes = 32;

constexpr std::string_view kKeywords =
    " alignas alignof and and_eq asm atomic_cancel atomic_commit auto bitand bitor bool break case catch char"
    " char16_t char32_t char8_t class co_await co_return co_yield compl concept const const_cast consteval"
    " constexpr constinit continue contract_assert decltype default delete do double dynamic_cast else enum"
    " explicit export extern false float for friend goto if inline int long mutable namespace new noexcept not"
    " not_eq nullptr operator or or_eq private protected public reflexpr register reinterpret_cast requires"
    " return short signed sizeof static static_assert static_cast struct switch synchronized template this"
    " thread_local throw true try typedef typeid typename union unsigned using virtual void volatile wchar_t"
    " while xor xor_eq ";

/// Namespaces below serinus:: that the SDK has, and words that CMake or C++ take.
constexpr std::string_view kTakenByTheSdk =
    " all base codec crypto detail development_weights hashing install platform primitives reflect scale sdk"
    " serinus state std storage test trie ";

/// Types that stand beside the pallets in every runtime, as names of pallets.
constexpr std::string_view kTakenByRuntimes =
    " account_nonce_api all_pallets api block_builder core extensions extrinsic genesis genesis_builder"
    " metadata migrations offchain_worker_api origin_caller runtime runtime_apis session_keys"
    " tagged_transaction_queue transaction_payment_api transaction_payment_call_api ";

/// Whether one of the words, with a space on either side of each, is this name.
bool contains(std::string_view words, std::string_view name) {
    return words.find(" " + std::string(name) + " ") != words.npos;
}

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Whether each word has two or more characters, the first of them a letter. Then the name of the type, without the
/// underscores, leads back to this name.
bool has_good_words(std::string_view name) {
    size_t in_word = 0;
    for (const char c : name) {
        if (c == '_') {
            if (in_word < 2) return false;
            in_word = 0;
        } else if (is_letter(c) || (is_digit(c) && in_word > 0)) {
            ++in_word;
        } else {
            return false;
        }
    }
    return in_word >= 2;
}

std::string complaint(std::string_view name, std::string_view what) {
    if (name.size() > kMaxNameBytes) {
        return format_text("the name of a {} has at most {} characters", what, kMaxNameBytes);
    }
    if (!has_good_words(name)) {
        return format_text(
            "\"{}\" is no name of a {}: words of two or more small letters and digits that begin with a letter, joined "
            "by "
            "underscores, such as price_feed",
            name, what);
    }
    if (contains(kKeywords, name)) return format_text("\"{}\" is a keyword of C++", name);
    if (contains(kTakenByTheSdk, name)) return format_text("the SDK uses the name \"{}\"", name);
    for (const std::string_view prefix : {"pallet_", "frame_", "sp_"}) {
        if (name.starts_with(prefix)) return format_text("names that begin with \"{}\" are those of the SDK", prefix);
    }
    return {};
}

}  // namespace

std::string complaint_about_chain(std::string_view name) { return complaint(name, "chain"); }

std::string complaint_about_pallet(std::string_view name) {
    if (contains(kTakenByRuntimes, name)) {
        return format_text("every runtime has a type {}, so no pallet can be called \"{}\"", type_name_of(name), name);
    }
    return complaint(name, "pallet");
}

std::string type_name_of(std::string_view name) {
    std::string out;
    bool begins_word = true;
    for (const char c : name) {
        if (c == '_') {
            begins_word = true;
        } else {
            out += begins_word && is_letter(c) ? static_cast<char>(c - 'a' + 'A') : c;
            begins_word = false;
        }
    }
    return out;
}

}  // namespace serinus::scaffold
