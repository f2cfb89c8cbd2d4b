/// Referenda as polls. A template of a function, so that the header includes it.
#pragma once

#include "runtime/pallets/referenda/referenda.hpp"

namespace serinus::pallet_referenda {

template <class T>
template <class F>
auto Pallet<T>::access_poll(ReferendumIndex index, F&& f) {
    auto info = storage.ReferendumInfoFor.get(index);
    if (info) {
        if (auto* const ongoing = std::get_if<typename Info::Ongoing>(&info->v)) {
            Status& status = ongoing->_0;
            const auto store = [&] {
                ensure_alarm_at(status, index, T::System::block_number() + 1);
                storage.ReferendumInfoFor.put(index, *info);
            };
            const PollStatus poll{typename PollStatus::Ongoing{&status.tally, status.track}};
            if constexpr (std::is_void_v<decltype(f(poll))>) {
                f(poll);
                store();
                return;
            } else {
                auto result = f(poll);
                if constexpr (requires { result.error(); }) {
                    if (!result) return result;
                }
                store();
                return result;
            }
        }
        if (const auto* const approved = std::get_if<typename Info::Approved>(&info->v)) {
            return f(PollStatus{typename PollStatus::Completed{approved->_0, true}});
        }
        if (const auto* const rejected = std::get_if<typename Info::Rejected>(&info->v)) {
            return f(PollStatus{typename PollStatus::Completed{rejected->_0, false}});
        }
    }
    return f(PollStatus{typename PollStatus::None{}});
}

}  // namespace serinus::pallet_referenda
