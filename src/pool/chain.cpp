#include "pool/chain.hpp"

#include <algorithm>

namespace serinus::pool {
namespace {

using chain::BlockId;
using chain::TreeRoute;

template <class T>
void keep_last(std::vector<T>& list, size_t count) {
    if (list.size() > count) list.erase(list.begin(), list.end() - static_cast<std::ptrdiff_t>(count));
}

void append_route(TreeRoute& first, TreeRoute second) {
    for (const BlockId& block : second.retracted) {
        if (!first.enacted.empty() && first.enacted.back() == block) {
            first.enacted.pop_back();
        } else {
            first.retracted.push_back(block);
        }
    }
    if (second.common.number < first.common.number) first.common = second.common;
    if (!first.enacted.empty()) {
        first.enacted.insert(first.enacted.end(), second.enacted.begin(), second.enacted.end());
        return;
    }
    auto enacted = second.enacted.begin();
    while (enacted != second.enacted.end() && !first.retracted.empty() && first.retracted.back() == *enacted) {
        first.common = *enacted++;
        first.retracted.pop_back();
    }
    first.enacted.assign(enacted, second.enacted.end());
}

}  // namespace

void append_change(ChainChange& first, ChainChange second) {
    if (second.route) {
        if (first.route) {
            append_route(*first.route, *std::move(second.route));
        } else {
            first.route = std::move(second.route);
        }
        keep_last(first.route->enacted, kMaxBlocksOfChange);
    }
    first.finalized.insert(first.finalized.end(), second.finalized.begin(), second.finalized.end());
    keep_last(first.finalized, kMaxBlocksOfChange);
}

}  // namespace serinus::pool
