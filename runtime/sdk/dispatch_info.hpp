/// What is known about a call before it runs, and what is known better afterwards.
#pragma once

#include "runtime/arithmetic/weight.hpp"
#include "runtime/sdk/dispatch_error.hpp"

namespace serinus::frame_support::dispatch {

enum class DispatchClass : uint8_t {
    Normal,       ///< by users, limited to a share of the block
    Operational,  ///< keeps the chain alive; may use more of the block, pays more
    Mandatory,    ///< must be in the block: inherents
};

enum class Pays : uint8_t { Yes, No };

struct DispatchInfo {
    sdk::Weight weight;
    DispatchClass class_ = DispatchClass::Normal;
    Pays pays_fee = Pays::Yes;
    friend bool operator==(const DispatchInfo&, const DispatchInfo&) = default;
};

}  // namespace serinus::frame_support::dispatch

namespace serinus::sdk {

using frame_support::dispatch::DispatchClass;
using frame_support::dispatch::DispatchInfo;
using frame_support::dispatch::Pays;

struct PostDispatchInfo {
    std::optional<Weight> actual_weight = {};  ///< what was used; nullopt: what was declared
    Pays pays_fee = Pays::Yes;

    /// The weight that counts in the end: never more than what was declared.
    Weight calc_actual_weight(const DispatchInfo& info) const {
        return actual_weight ? actual_weight->min(info.weight) : info.weight;
    }
    Weight calc_unspent(const DispatchInfo& info) const { return info.weight.saturating_sub(calc_actual_weight(info)); }
    /// Free if the declaration or the outcome is free.
    Pays pays(const DispatchInfo& info) const {
        return info.pays_fee == Pays::No || pays_fee == Pays::No ? Pays::No : Pays::Yes;
    }
    friend bool operator==(const PostDispatchInfo&, const PostDispatchInfo&) = default;
};

struct DispatchErrorWithPostInfo {
    PostDispatchInfo post_info;
    DispatchError error;

    DispatchErrorWithPostInfo() = default;
    DispatchErrorWithPostInfo(PostDispatchInfo info, DispatchError e) : post_info(info), error(std::move(e)) {}
    template <class E>
        requires(!std::is_same_v<E, DispatchErrorWithPostInfo>) && std::is_convertible_v<E, DispatchError>
    DispatchErrorWithPostInfo(E e) : error(std::move(e)) {}

    friend bool operator==(const DispatchErrorWithPostInfo&, const DispatchErrorWithPostInfo&) = default;
};

/// What a call returns whose weight or fee depends on what it found.
using DispatchResultWithPostInfo = Result<PostDispatchInfo, DispatchErrorWithPostInfo>;

/// What is known of a call that was made, whether it succeeded or failed.
inline const PostDispatchInfo& post_info_of(const DispatchResultWithPostInfo& result) {
    return result ? *result : result.error().post_info;
}
/// What a call with that outcome really weighed.
inline Weight extract_actual_weight(const DispatchResultWithPostInfo& result, const DispatchInfo& info) {
    return post_info_of(result).calc_actual_weight(info);
}
/// Only whether it succeeded: the form in which events report the outcome of a call.
inline DispatchResult without_post_info(const DispatchResultWithPostInfo& result) {
    if (!result) return result.error().error;
    return {};
}

}  // namespace serinus::sdk
