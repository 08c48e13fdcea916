<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>CacheRun</name>
    <message>
        <source>Nothing is open: a trace or a model has a cache to compress (Ctrl+O).</source>
        <translation>尚未打开任何内容：轨迹或模型才有可压缩的缓存 (Ctrl+O)。</translation>
    </message>
    <message>
        <source>This trace holds finished maps without queries and keys, so there is no cache to compress.</source>
        <translation>此轨迹只有现成的图，没有查询和键，因此没有可压缩的缓存。</translation>
    </message>
    <message>
        <source>The prompt is too short: compressing needs at least 64 tokens, since the last 32 are always kept.</source>
        <translation>提示太短：压缩至少需要 64 个词元，因为最后 32 个总会保留。</translation>
    </message>
    <message>
        <source>This run has no token ids, so the model cannot read it again.</source>
        <translation>此次运行没有词元编号，模型无法重新读取。</translation>
    </message>
</context>
<context>
    <name>ChartExport</name>
    <message>
        <source>Save the table</source>
        <translation>保存表格</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>Export the curves</source>
        <translation>导出曲线</translation>
    </message>
    <message>
        <source>Figures (*.svg *.pdf *.png)</source>
        <translation>图 (*.svg *.pdf *.png)</translation>
    </message>
</context>
<context>
    <name>Charts</name>
    <message>
        <source>budget (entries a layer and key head)</source>
        <translation>预算 (每层每个键头的条目数)</translation>
    </message>
    <message>
        <source>full cache</source>
        <translation>完整缓存</translation>
    </message>
    <message>
        <source>highest q-similarity first</source>
        <translation>q 相似度高者先</translation>
    </message>
    <message>
        <source>lowest q-similarity first</source>
        <translation>q 相似度低者先</translation>
    </message>
    <message>
        <source>random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>layers skipped</source>
        <translation>跳过的层数</translation>
    </message>
    <message>
        <source>heads masked</source>
        <translation>屏蔽的头数</translation>
    </message>
    <message>
        <source>perplexity</source>
        <translation>困惑度</translation>
    </message>
    <message>
        <source>whole model</source>
        <translation>完整模型</translation>
    </message>
    <message>
        <source>attention mass kept</source>
        <translation>保留的注意力质量</translation>
    </message>
    <message>
        <source>relative output error</source>
        <translation>相对输出误差</translation>
    </message>
    <message>
        <source>KL of the next token (nats)</source>
        <translation>下一词元的 KL (奈特)</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>准确率</translation>
    </message>
</context>
<context>
    <name>EditsMenu</name>
    <message>
        <source>%1 pairs</source>
        <translation>%1对</translation>
    </message>
    <message>
        <source>pair %1</source>
        <translation>通道对 %1</translation>
    </message>
    <message>
        <source>pairs %1</source>
        <translation>通道对 %1</translation>
    </message>
</context>
<context>
    <name>HeadNumbers</name>
    <message>
        <source>This trace holds no queries.</source>
        <translation>此轨迹不含查询。</translation>
    </message>
    <message>
        <source>No queries, or fewer than two tokens.</source>
        <translation>没有查询，或少于两个词元。</translation>
    </message>
    <message>
        <source>No queries, or no rotation.</source>
        <translation>没有查询，或没有旋转。</translation>
    </message>
    <message>
        <source>Needs a text that comes twice.</source>
        <translation>需要重复出现的文本。</translation>
    </message>
    <message>
        <source>No head has a period.</source>
        <translation>没有头有周期。</translation>
    </message>
    <message>
        <source>No head has a season.</source>
        <translation>没有头有季节性。</translation>
    </message>
    <message>
        <source>Too few tokens.</source>
        <translation>词元太少。</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Which layer the head is in, from 0</source>
        <translation>头所在的层，从 0 起</translation>
    </message>
    <message>
        <source>No heads.</source>
        <translation>没有头。</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>头</translation>
    </message>
    <message>
        <source>Which query head of its layer, from 0</source>
        <translation>本层的第几个查询头，从 0 起</translation>
    </message>
    <message>
        <source>Sink mass</source>
        <translation>汇聚质量</translation>
    </message>
    <message>
        <source>Mean probability that queries give to the first token</source>
        <translation>查询给第一个词元的平均概率</translation>
    </message>
    <message>
        <source>Too few tokens for a sink.</source>
        <translation>词元太少，没有汇聚点。</translation>
    </message>
    <message>
        <source>Previous token</source>
        <translation>前一词元</translation>
    </message>
    <message>
        <source>Mean probability that queries give to the token before</source>
        <translation>查询给前一个词元的平均概率</translation>
    </message>
    <message>
        <source>One token has none before it.</source>
        <translation>唯一的词元之前没有词元。</translation>
    </message>
    <message>
        <source>Induction</source>
        <translation>归纳</translation>
    </message>
    <message>
        <source>In the second copy of a repeated sequence: mean probability of the token that followed the same token before</source>
        <translation>在重复序列的第二遍中：上次同一词元之后那个词元得到的平均概率</translation>
    </message>
    <message>
        <source>Retrieval</source>
        <translation>检索</translation>
    </message>
    <message>
        <source>Share of the tokens of a repeated sequence that some query of its second copy copies: its strongest key holds what comes next</source>
        <translation>重复序列的词元中，第二遍有查询复制它的比例：该查询最强的键正是下一个词元</translation>
    </message>
    <message>
        <source>Entropy</source>
        <translation>熵</translation>
    </message>
    <message>
        <source>How evenly queries spread their attention: 0 on one key, 1 on all alike</source>
        <translation>查询分配注意力的均匀程度：0 为集中于一个键，1 为完全均匀</translation>
    </message>
    <message>
        <source>One token has no choice.</source>
        <translation>唯一的词元别无选择。</translation>
    </message>
    <message>
        <source>Entropy in nats</source>
        <translation>熵（奈特）</translation>
    </message>
    <message>
        <source>Mean entropy of the rows of the map, in nats</source>
        <translation>图中各行的平均熵，单位奈特</translation>
    </message>
    <message>
        <source>Consistency</source>
        <translation>一致性</translation>
    </message>
    <message>
        <source>Overlap of the 8 strongest keys of neighbouring queries: high for re-access</source>
        <translation>相邻查询最强 8 个键的重合度：高则为重访</translation>
    </message>
    <message>
        <source>Consistency, shifted</source>
        <translation>一致性（平移）</translation>
    </message>
    <message>
        <source>The same overlap after a shift by one token: high for sequential heads</source>
        <translation>平移一个词元后的同一重合度：高则为顺序型</translation>
    </message>
    <message>
        <source>q-similarity</source>
        <translation>q 相似度</translation>
    </message>
    <message>
        <source>Mean cosine of all pairs of raw queries</source>
        <translation>所有原始查询两两余弦的均值</translation>
    </message>
    <message>
        <source>q-similarity, window</source>
        <translation>q 相似度，窗口</translation>
    </message>
    <message>
        <source>Mean cosine of all pairs of the last 32 queries, rotated</source>
        <translation>最后 32 个查询旋转后两两余弦的均值</translation>
    </message>
    <message>
        <source>q-similarity, consecutive</source>
        <translation>q 相似度，相邻</translation>
    </message>
    <message>
        <source>Mean cosine of neighbouring raw queries</source>
        <translation>相邻原始查询余弦的均值</translation>
    </message>
    <message>
        <source>k-similarity</source>
        <translation>k 相似度</translation>
    </message>
    <message>
        <source>Mean cosine of all pairs of raw keys but the first</source>
        <translation>除第一个外所有原始键两两余弦的均值</translation>
    </message>
    <message>
        <source>k-similarity, window</source>
        <translation>k 相似度，窗口</translation>
    </message>
    <message>
        <source>Mean cosine of all pairs of the last 32 keys, rotated</source>
        <translation>最后 32 个键旋转后两两余弦的均值</translation>
    </message>
    <message>
        <source>k-similarity, consecutive</source>
        <translation>k 相似度，相邻</translation>
    </message>
    <message>
        <source>Mean cosine of neighbouring raw keys</source>
        <translation>相邻原始键余弦的均值</translation>
    </message>
    <message>
        <source>Slash</source>
        <translation>斜线</translation>
    </message>
    <message>
        <source>Mean probability at the lag that gets the most</source>
        <translation>得到最多的滞后处的平均概率</translation>
    </message>
    <message>
        <source>Slash lag</source>
        <translation>斜线滞后</translation>
    </message>
    <message>
        <source>That lag, in tokens</source>
        <translation>该滞后，单位词元</translation>
    </message>
    <message>
        <source>Stripe</source>
        <translation>竖条</translation>
    </message>
    <message>
        <source>Mean probability of the key that gets the most</source>
        <translation>得到最多的键的平均概率</translation>
    </message>
    <message>
        <source>Stripe key</source>
        <translation>竖条键</translation>
    </message>
    <message>
        <source>That key&apos;s position</source>
        <translation>该键的位置</translation>
    </message>
    <message>
        <source>Dominant share</source>
        <translation>主导占比</translation>
    </message>
    <message>
        <source>Share of the strongest channel pair in the energy of the head</source>
        <translation>最强通道对在头的能量中的占比</translation>
    </message>
    <message>
        <source>Dominant pair</source>
        <translation>主导通道对</translation>
    </message>
    <message>
        <source>The channel pair that holds the most energy</source>
        <translation>能量最大的通道对</translation>
    </message>
    <message>
        <source>Predicted period</source>
        <translation>预测周期</translation>
    </message>
    <message>
        <source>Wavelength of the dominant pair, in tokens</source>
        <translation>主导通道对的波长，单位词元</translation>
    </message>
    <message>
        <source>Measured period</source>
        <translation>实测周期</translation>
    </message>
    <message>
        <source>Period of the lag profile, in tokens</source>
        <translation>滞后曲线的周期，单位词元</translation>
    </message>
    <message>
        <source>Period strength</source>
        <translation>周期强度</translation>
    </message>
    <message>
        <source>Share of the measured period in the variation of the lag profile; 0 without a period</source>
        <translation>实测周期在滞后曲线变化中的占比；无周期则为 0</translation>
    </message>
    <message>
        <source>Pair of the period</source>
        <translation>周期对应的通道对</translation>
    </message>
    <message>
        <source>The channel pair whose wavelength is nearest to the measured period</source>
        <translation>波长最接近实测周期的通道对</translation>
    </message>
    <message>
        <source>Season</source>
        <translation>季节</translation>
    </message>
    <message>
        <source>Period of the content of queries and keys, in tokens</source>
        <translation>查询和键内容的周期，单位词元</translation>
    </message>
    <message>
        <source>Season strength</source>
        <translation>季节强度</translation>
    </message>
    <message>
        <source>Autocorrelation of queries and keys at the season</source>
        <translation>查询和键在该季节处的自相关</translation>
    </message>
    <message>
        <source>Resonance</source>
        <translation>共振</translation>
    </message>
    <message>
        <source>How far the rotation by one season brings the energy back: 1 all of it</source>
        <translation>旋转一个季节后能量回到原处的程度：1 为全部</translation>
    </message>
    <message>
        <source>Evidence of re-access</source>
        <translation>重访的证据</translation>
    </message>
    <message>
        <source>What speaks for re-access, 0 to 1</source>
        <translation>支持重访的程度，0 到 1</translation>
    </message>
    <message>
        <source>Evidence of sequential</source>
        <translation>顺序的证据</translation>
    </message>
    <message>
        <source>What speaks for a diagonal, 0 to 1</source>
        <translation>支持对角线的程度，0 到 1</translation>
    </message>
    <message>
        <source>Evidence of periodic</source>
        <translation>周期的证据</translation>
    </message>
    <message>
        <source>What speaks for periodic diagonals, 0 to 1</source>
        <translation>支持周期对角线的程度，0 到 1</translation>
    </message>
    <message>
        <source>Evidence of seasonal</source>
        <translation>季节的证据</translation>
    </message>
    <message>
        <source>What speaks for a seasonal grid, 0 to 1</source>
        <translation>支持季节网格的程度，0 到 1</translation>
    </message>
</context>
<context>
    <name>HeadText</name>
    <message>
        <source>Layer %1 · Head %2</source>
        <translation>第 %1 层 · 头 %2</translation>
    </message>
</context>
<context>
    <name>KeptMarks</name>
    <message>
        <source>prompt ends</source>
        <translation>提示到此为止</translation>
    </message>
</context>
<context>
    <name>LayerCurve</name>
    <message>
        <source>All pairs</source>
        <translation>全部两两</translation>
    </message>
    <message>
        <source>mean cosine of all pairs of the first 1024 tokens, raw</source>
        <translation>前 1024 个词元两两余弦的均值，原始</translation>
    </message>
    <message>
        <source>Last 32</source>
        <translation>最后 32 个</translation>
    </message>
    <message>
        <source>mean cosine of all pairs of the last 32 tokens, rotated</source>
        <translation>最后 32 个词元两两余弦的均值，旋转后</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>相邻</translation>
    </message>
    <message>
        <source>mean cosine of tokens t and t+1, raw</source>
        <translation>词元 t 与 t+1 余弦的均值，原始</translation>
    </message>
</context>
<context>
    <name>PairBars</name>
    <message>
        <source>wavelength 2π/θ (tokens), fast → slow</source>
        <translation>波长 2π/θ（词元），快 → 慢</translation>
    </message>
    <message>
        <source>share of energy</source>
        <translation>能量占比</translation>
    </message>
    <message>
        <source>parts of the logit of (query %1, key %2): strongest pair %3, %4</source>
        <translation>logit 的组成（查询 %1，键 %2）：最强通道对 %3，%4</translation>
    </message>
    <message>
        <source>logit of (%1, %2): strongest pair %3, %4</source>
        <translation>(%1, %2) 的 logit：最强通道对 %3，%4</translation>
    </message>
</context>
<context>
    <name>Patterns</name>
    <message>
        <source>Re-access</source>
        <translation>重访</translation>
    </message>
    <message>
        <source>Sequential</source>
        <translation>顺序</translation>
    </message>
    <message>
        <source>Periodic</source>
        <translation>周期</translation>
    </message>
    <message>
        <source>Seasonal</source>
        <translation>季节</translation>
    </message>
    <message>
        <source>Unpredictable</source>
        <translation>不可预测</translation>
    </message>
    <message>
        <source>none below %1 tokens</source>
        <translation>少于 %1 个词元时不判定</translation>
    </message>
    <message>
        <source>the same keys again and again: stripes</source>
        <translation>一再看向相同的键：竖条</translation>
    </message>
    <message>
        <source>a fixed lag: one diagonal</source>
        <translation>固定滞后：一条对角线</translation>
    </message>
    <message>
        <source>diagonals every T tokens, by rotation</source>
        <translation>每 T 个词元一条对角线，由旋转造成</translation>
    </message>
    <message>
        <source>a grid, by content that repeats</source>
        <translation>由重复内容造成的网格</translation>
    </message>
    <message>
        <source>none of them: depends on what is read</source>
        <translation>都不是：取决于所读的内容</translation>
    </message>
</context>
<context>
    <name>PruneJobs</name>
    <message>
        <source>Pruning runs a model with parts taken out, and a trace is one finished run: open a model (Ctrl+Shift+O). Its prompt is the text that is predicted.</source>
        <translation>剪枝要在去掉一些部分后运行模型，而轨迹是一次已完成的运行：请打开模型 (Ctrl+Shift+O)。其提示就是被预测的文本。</translation>
    </message>
    <message>
        <source>There is nothing to predict: run a prompt of two tokens or more.</source>
        <translation>没有可预测的内容：请运行至少两个词元的提示。</translation>
    </message>
</context>
<context>
    <name>Renderer</name>
    <message>
        <source>the graphics device was lost: using the processor</source>
        <translation>显卡设备丢失：使用处理器</translation>
    </message>
    <message>
        <source>no Vulkan GPU: using the processor</source>
        <translation>没有 Vulkan 显卡：使用处理器</translation>
    </message>
</context>
<context>
    <name>RopePanel</name>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>custom</source>
        <translation>自定义</translation>
    </message>
</context>
<context>
    <name>ropescope</name>
    <message>
        <source>%1 heads masked or scaled</source>
        <translation>屏蔽或缩放 %1 个头</translation>
    </message>
    <message>
        <source>%1 masked</source>
        <translation>%1 已屏蔽</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>pair %1 ↔ slot %2</source>
        <translation>通道对 %1 ↔ 槽 %2</translation>
    </message>
    <message>
        <source>base %1</source>
        <translation>基数 %1</translation>
    </message>
    <message>
        <source>slots from %1 removed</source>
        <translation>从 %1 起的槽已移除</translation>
    </message>
    <message>
        <source>slots from %1 stand still</source>
        <translation>从 %1 起的槽静止</translation>
    </message>
    <message>
        <source>gain of pair %1: %2</source>
        <translation>通道对 %1 的增益：%2</translation>
    </message>
    <message>
        <source>mean of %1 pairs</source>
        <translation>%1 个通道对取均值</translation>
    </message>
    <message>
        <source>mean of pair %1</source>
        <translation>通道对 %1 取均值</translation>
    </message>
    <message>
        <source>read half-split</source>
        <translation>按前后半读取</translation>
    </message>
    <message>
        <source>read interleaved</source>
        <translation>按交错读取</translation>
    </message>
    <message>
        <source>whole model</source>
        <translation>整个模型</translation>
    </message>
    <message>
        <source>Open a model or a trace to edit its rotation.</source>
        <translation>打开模型或轨迹以编辑其旋转。</translation>
    </message>
    <message>
        <source>This trace holds finished maps without queries and keys, so there is no rotation to edit.</source>
        <translation>此轨迹只有成品图，没有查询和键，因此没有可编辑的旋转。</translation>
    </message>
    <message>
        <source>This model has no RoPE, so there is no rotation to edit.</source>
        <translation>此模型没有 RoPE，因此没有可编辑的旋转。</translation>
    </message>
    <message>
        <source>This layer is left without rotation, so there is nothing to edit here; an edit still holds for the other layers.</source>
        <translation>此层不旋转，这里没有可编辑的内容；编辑对其他层仍然有效。</translation>
    </message>
    <message>
        <source>Open a model to run it with an edit.</source>
        <translation>打开模型以便带着编辑运行。</translation>
    </message>
    <message>
        <source>A trace holds one run: to run an edit through the whole model, open the model.</source>
        <translation>轨迹只是一次运行：要让编辑贯穿整个模型，请打开模型。</translation>
    </message>
    <message>
        <source>%1 of %2 queries</source>
        <translation>%2 个查询中的 %1 个</translation>
    </message>
    <message>
        <source>Mean cosine of all pairs, before the rotation; alike from %1 on</source>
        <translation>旋转前两两余弦的均值；从 %1 起算相似</translation>
    </message>
    <message>
        <source>q-similarity %1</source>
        <translation>q 相似度 %1</translation>
    </message>
    <message>
        <source>k-similarity %1</source>
        <translation>k 相似度 %1</translation>
    </message>
    <message>
        <source>shift (%1, %2): change %3 %4 bound %5</source>
        <translation>平移 (%1, %2)：变化 %3 %4 界 %5</translation>
    </message>
    <message>
        <source>sink mass %1</source>
        <translation>汇聚质量 %1</translation>
    </message>
    <message>
        <source>Mean probability that queries give to the first token; counts from the threshold of re-access on, %1</source>
        <translation>查询给第一个词元的平均概率；达到重访阈值 %1 起算</translation>
    </message>
    <message>
        <source>energy in slow pairs %1</source>
        <translation>慢通道对能量 %1</translation>
    </message>
    <message>
        <source>no rotation</source>
        <translation>无旋转</translation>
    </message>
    <message>
        <source>Nothing turns, so the rotation changes no logit.</source>
        <translation>没有转动，旋转不改变任何 logit。</translation>
    </message>
    <message>
        <source>This head has no RoPE, so no pair sets a period.</source>
        <translation>此头没有 RoPE，没有通道对决定周期。</translation>
    </message>
    <message>
        <source>The dominant pair does not turn, so it sets no period.</source>
        <translation>主导通道对不转动，不决定周期。</translation>
    </message>
    <message>
        <source>every T = 2π/θ: predicted %1, none measured</source>
        <translation>每 T = 2π/θ：预测 %1，未测得</translation>
    </message>
    <message>
        <source>every T = 2π/θ: measured %1, predicted %2</source>
        <translation>每 T = 2π/θ：实测 %1，预测 %2</translation>
    </message>
    <message>
        <source>%1. Pair %2 is nearer.</source>
        <translation>%1。通道对 %2 更接近。</translation>
    </message>
    <message>
        <source>pair %1 holds %2</source>
        <translation>通道对 %1 占 %2</translation>
    </message>
    <message>
        <source>Share of the dominant pair in the energy of the head; dominant from %1 on</source>
        <translation>主导通道对在头的能量中的占比；从 %1 起为主导</translation>
    </message>
    <message>
        <source>no season in q, k</source>
        <translation>q、k 无季节</translation>
    </message>
    <message>
        <source>The autocorrelation of queries and keys has no common peak of at least %1.</source>
        <translation>查询和键的自相关没有至少为 %1 的共同峰。</translation>
    </message>
    <message>
        <source>Queries and keys do not repeat, so there is no L to shift by.</source>
        <translation>查询和键不重复，没有可平移的 L。</translation>
    </message>
    <message>
        <source>season L = %1, strength %2</source>
        <translation>季节 L = %1，强度 %2</translation>
    </message>
    <message>
        <source>The smaller autocorrelation of queries and keys at lag L; strong from %1 on</source>
        <translation>查询和键在滞后 L 处较小的自相关；从 %1 起为强</translation>
    </message>
    <message>
        <source>resonance %1</source>
        <translation>共振 %1</translation>
    </message>
    <message>
        <source>Σ share_m cos(L θ_m): 1 when L turns all energy back to where it was; holds from %1 on</source>
        <translation>Σ 占比_m cos(L θ_m)：L 把全部能量转回原处时为 1；从 %1 起成立</translation>
    </message>
    <message>
        <source>low q-similarity %1</source>
        <translation>q 相似度低 %1</translation>
    </message>
    <message>
        <source>Mean cosine of all pairs of queries, before the rotation; low below %1</source>
        <translation>所有查询旋转前两两余弦的均值；低于 %1 为低</translation>
    </message>
    <message>
        <source>jumps forced after %1</source>
        <translation>%1 之后必有跳变</translation>
    </message>
    <message>
        <source>Share of queries after which the bound from below is above 0; holds from %1 on</source>
        <translation>下界大于 0 的查询占比；从 %1 起成立</translation>
    </message>
    <message>
        <source>Prop. 4.1: jump ≥ %1, measured %2</source>
        <translation>命题 4.1：跳变 ≥ %1，实测 %2</translation>
    </message>
    <message>
        <source>This trace holds the finished map only: without queries and keys, no bound.</source>
        <translation>此轨迹只有成品图：没有查询和键，就没有界。</translation>
    </message>
    <message>
        <source>Too few tokens for this shift.</source>
        <translation>词元太少，无法这样平移。</translation>
    </message>
    <message>
        <source>It takes queries and keys, which this trace lacks.</source>
        <translation>需要查询和键，此轨迹没有。</translation>
    </message>
    <message>
        <source>Theorem 5.1: the same keys again and again, vertical stripes.
|z[t+1,i] − z[t,i]| ≤ s ( |q_{t+1} − q_t| |k_i| + Σ_m 2 |sin(θ_m / 2)| |q_t^m| |k_i^m| )
Small when queries are alike and the energy is in slow pairs.</source>
        <translation>定理 5.1：一再看向相同的键，竖条。
|z[t+1,i] − z[t,i]| ≤ s ( |q_{t+1} − q_t| |k_i| + Σ_m 2 |sin(θ_m / 2)| |q_t^m| |k_i^m| )
查询相似且能量在慢通道对中时很小。</translation>
    </message>
    <message>
        <source>Theorem 5.2: a fixed lag, a diagonal.
|z[t+1,i+1] − z[t,i]| ≤ s ( |q_{t+1} − q_t| |k_{i+1}| + |q_t| |k_{i+1} − k_i| )
Small when queries are alike and keys are alike; the rotation plays no part.</source>
        <translation>定理 5.2：固定滞后，一条对角线。
|z[t+1,i+1] − z[t,i]| ≤ s ( |q_{t+1} − q_t| |k_{i+1}| + |q_t| |k_{i+1} − k_i| )
查询相似且键相似时很小；与旋转无关。</translation>
    </message>
    <message>
        <source>Theorem 5.3: diagonals every T = 2π/θ of the dominant pair.
|z[t,i−T] − z[t,i]| ≤ s ( |q_t| |k_{i−T} − k_i| + Σ_m 2 |sin(T θ_m / 2)| |q_t^m| |k_i^m| ), and the same for z[t+T,i] with the queries&apos; change
Small when one pair dominates and keys are alike: its sine is 0 at T.</source>
        <translation>定理 5.3：每隔主导通道对的 T = 2π/θ 一条对角线。
|z[t,i−T] − z[t,i]| ≤ s ( |q_t| |k_{i−T} − k_i| + Σ_m 2 |sin(T θ_m / 2)| |q_t^m| |k_i^m| )，z[t+T,i] 同理，用查询的变化
一个通道对占主导且键相似时很小：它的正弦在 T 处为 0。</translation>
    </message>
    <message>
        <source>Theorem 5.4: a grid of period L.
|z[t+a,i+b] − z[t,i]| ≤ s ( |q_{t+a} − q_t| |k_{i+b}| + |q_t| |k_{i+b} − k_i| + Σ_m 2 |sin((a−b) θ_m / 2)| |q_t^m| |k_i^m| ) for (a, b) = (L, 0), (0, L), (L, L)
Small when queries and keys repeat after L and L θ_m is near a multiple of 2π.</source>
        <translation>定理 5.4：周期为 L 的网格。
|z[t+a,i+b] − z[t,i]| ≤ s ( |q_{t+a} − q_t| |k_{i+b}| + |q_t| |k_{i+b} − k_i| + Σ_m 2 |sin((a−b) θ_m / 2)| |q_t^m| |k_i^m| )，(a, b) = (L, 0), (0, L), (L, L)
查询和键每隔 L 重复且 L θ_m 接近 2π 的倍数时很小。</translation>
    </message>
    <message>
        <source>Proposition 4.1: when queries jump, the map must jump.
max_i |z[t+1,i] − z[t,i]| ≥ c1 |q_{t+1} − q_t| − c2, c1 = s max_i |k_i| |cos of the angle between the jump and R k_i|, c2 = s max_i |q_t · (R_{t+1−i} − R_{t−i}) k_i|
The bound is from below: the measured jump stands beyond the tick.</source>
        <translation>命题 4.1：查询跳变时，图必跳变。
max_i |z[t+1,i] − z[t,i]| ≥ c1 |q_{t+1} − q_t| − c2，c1 = s max_i |k_i| |跳变与 R k_i 夹角的余弦|，c2 = s max_i |q_t · (R_{t+1−i} − R_{t−i}) k_i|
这是下界：实测跳变在刻度之外。</translation>
    </message>
    <message>
        <source>The strongest stripe: mean probability of one key, mostly the first token.</source>
        <translation>最强的竖条：一个键的平均概率，多为第一个词元。</translation>
    </message>
    <message>
        <source>The strongest diagonal: mean probability at one lag.</source>
        <translation>最强的对角线：一个滞后处的平均概率。</translation>
    </message>
    <message>
        <source>How much of the attention comes at one phase of the measured period.</source>
        <translation>有多少注意力来自实测周期的同一相位。</translation>
    </message>
    <message>
        <source>How strongly queries and keys repeat, times what the rotation leaves of it.</source>
        <translation>查询和键重复的强度，乘以旋转所保留的部分。</translation>
    </message>
    <message>
        <source>factor %1</source>
        <translation>系数 %1</translation>
    </message>
    <message>
        <source>original context %1</source>
        <translation>原始上下文 %1</translation>
    </message>
    <message>
        <source>no scaling: θ = base^(−2m/r)</source>
        <translation>无缩放：θ = 基数^(−2m/r)</translation>
    </message>
    <message>
        <source>linear: %1, positions squeezed together</source>
        <translation>线性：%1，位置被压缩</translation>
    </message>
    <message>
        <source>dynamic (NTK): %1, %2; the base grows with longer sequences</source>
        <translation>动态（NTK）：%1，%2；序列越长基数越大</translation>
    </message>
    <message>
        <source>llama3: %1, %2, bands from %3 to %4 turns</source>
        <translation>llama3：%1，%2，过渡带 %3 到 %4 圈</translation>
    </message>
    <message>
        <source>YaRN: %1, %2, ramp from %3 down to %4 turns</source>
        <translation>YaRN：%1，%2，从 %3 到 %4 圈渐变</translation>
    </message>
    <message>
        <source>LongRoPE: a divisor a pair, %1, %2</source>
        <translation>LongRoPE：每个通道对一个除数，%1，%2</translation>
    </message>
    <message>
        <source>a divisor a pair, from the model&apos;s file</source>
        <translation>每个通道对一个除数，来自模型文件</translation>
    </message>
    <message>
        <source>proportional: %1, the first %2 pairs turn</source>
        <translation>按比例：%1，前 %2 个通道对转动</translation>
    </message>
    <message>
        <source>no RoPE</source>
        <translation>无 RoPE</translation>
    </message>
    <message>
        <source>attention factor %1 (its square, %2, on rotated logits)</source>
        <translation>注意力系数 %1（其平方 %2 作用于旋转后的 logit）</translation>
    </message>
    <message>
        <source>the frequencies of the file differ from this</source>
        <translation>文件中的频率与此不同</translation>
    </message>
    <message>
        <source>Share of the energy in pairs whose wavelength exceeds the text of %1: they hardly turn within it. Holds from %2 on.</source>
        <translation>波长超过文本（%1）的通道对的能量占比：它们在文本内几乎不转。从 %2 起成立。</translation>
    </message>
    <message>
        <source>T = 2π/θ = %1 is too long to repeat in %2: drag the pair to a faster slot.</source>
        <translation>T = 2π/θ = %1 太长，在 %2内不会重复：请把该通道对拖到更快的槽。</translation>
    </message>
    <message>
        <source>1 token</source>
        <translation>1 个词元</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 个词元</translation>
    </message>
</context>
<context>
    <name>ropescope::AnimationDialog</name>
    <message>
        <source>What changes from frame to frame</source>
        <translation>帧与帧之间改变什么</translation>
    </message>
    <message>
        <source>The channel pair that moves</source>
        <translation>移动的通道对</translation>
    </message>
    <message>
        <source>In the first frame</source>
        <translation>在第一帧</translation>
    </message>
    <message>
        <source>In the last frame</source>
        <translation>在最后一帧</translation>
    </message>
    <message>
        <source>Number of frames</source>
        <translation>帧数</translation>
    </message>
    <message>
        <source>Frames a second</source>
        <translation>每秒帧数</translation>
    </message>
    <message>
        <source>Width of the figure in the film</source>
        <translation>影片中图的宽度</translation>
    </message>
    <message>
        <source>Export animation</source>
        <translation>导出动画</translation>
    </message>
    <message>
        <source>Base</source>
        <translation>基数</translation>
    </message>
    <message>
        <source>Slot of a pair</source>
        <translation>通道对的槽</translation>
    </message>
    <message>
        <source> a second</source>
        <translation> 每秒</translation>
    </message>
    <message>
        <source> mm</source>
        <translation> 毫米</translation>
    </message>
    <message>
        <source>&amp;Sweep</source>
        <translation>扫描(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Pair</source>
        <translation>通道对(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>从(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;To</source>
        <translation>到(&amp;T)</translation>
    </message>
    <message>
        <source>F&amp;rames</source>
        <translation>帧数(&amp;R)</translation>
    </message>
    <message>
        <source>Spee&amp;d</source>
        <translation>速度(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Width</source>
        <translation>宽度(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>Choose a file: .gif, .webm or .mp4</source>
        <translation>选择文件：.gif、.webm 或 .mp4</translation>
    </message>
    <message>
        <source>Animations (*.gif *.webm *.mp4)</source>
        <translation>动画 (*.gif *.webm *.mp4)</translation>
    </message>
</context>
<context>
    <name>ropescope::BaseDial</name>
    <message>
        <source>RoPE base</source>
        <translation>RoPE 基数</translation>
    </message>
    <message>
        <source>RoPE base: arrows × 1.05, Page keys × 10, Home or a double click goes back to the config</source>
        <translation>RoPE 基数：方向键 × 1.05，翻页键 × 10，Home 或双击回到配置值</translation>
    </message>
    <message>
        <source>RoPE base as a number</source>
        <translation>以数字输入 RoPE 基数</translation>
    </message>
    <message>
        <source>Base c</source>
        <translation>基数 c</translation>
    </message>
    <message>
        <source>Type a base such as 1e6 or 500,000, from %1 to 1e12</source>
        <translation>输入基数，如 1e6 或 500,000，范围 %1 到 1e12</translation>
    </message>
    <message>
        <source>of config %1</source>
        <translation>配置值 %1</translation>
    </message>
    <message>
        <source>“%1” is no base: expected a number from %2 to 1e12, such as 1e6</source>
        <translation>“%1”不是基数：应为 %2 到 1e12 之间的数，如 1e6</translation>
    </message>
</context>
<context>
    <name>ropescope::BookmarksDialog</name>
    <message>
        <source>Bookmarks</source>
        <translation>书签</translation>
    </message>
    <message>
        <source>F2 or a double click renames, Delete removes</source>
        <translation>F2 或双击改名，Delete 删除</translation>
    </message>
    <message>
        <source>&amp;Up</source>
        <translation>上移(&amp;U)</translation>
    </message>
    <message>
        <source>Earlier in the menu</source>
        <translation>在菜单中更靠前</translation>
    </message>
    <message>
        <source>&amp;Down</source>
        <translation>下移(&amp;D)</translation>
    </message>
    <message>
        <source>Later in the menu</source>
        <translation>在菜单中更靠后</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>删除(&amp;R)</translation>
    </message>
    <message>
        <source>Removes the bookmark (Delete)</source>
        <translation>删除书签（Delete）</translation>
    </message>
</context>
<context>
    <name>ropescope::BudgetBars</name>
    <message>
        <source>Entries that each layer keeps</source>
        <translation>每层保留的条目</translation>
    </message>
    <message>
        <source>by hand %1</source>
        <translation>手动 %1</translation>
    </message>
    <message>
        <source>q-similarity %1</source>
        <translation>q 相似度 %1</translation>
    </message>
    <message>
        <source>Layer %1: </source>
        <translation>第 %1 层：</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Drag the grey bar, or Up and Down: the others give or take, the sum stays</source>
        <translation>拖动灰色条，或按上、下键：其他层随之增减，总数不变</translation>
    </message>
</context>
<context>
    <name>ropescope::BudgetPage</name>
    <message>
        <source>Measure how PyramidKV, CAKE and TAPPA share a budget out over the layers of this prompt; then move a layer&apos;s share by hand.</source>
        <translation>测量 PyramidKV、CAKE 和 TAPPA 如何在此提示的各层之间分配预算；然后手动移动某层的份额。</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>手动</translation>
    </message>
</context>
<context>
    <name>ropescope::BudgetView</name>
    <message>
        <source>Budgets of layers</source>
        <translation>各层的预算</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>CSV…</source>
        <translation>CSV…</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>Entries a layer and key head on average</source>
        <translation>平均每层每个键头的条目数</translation>
    </message>
    <message>
        <source>Begin from</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>The shares to begin from; its rule chooses the entries of each layer</source>
        <translation>作为起点的份额；由该方法的规则选取各层的条目</translation>
    </message>
    <message>
        <source>The shares of the method again</source>
        <translation>恢复该方法的份额</translation>
    </message>
    <message>
        <source>Compresses the cache by every method and budget</source>
        <translation>用每种方法和预算压缩缓存</translation>
    </message>
    <message>
        <source>Budgets of all layers and what they cost as a table</source>
        <translation>以表格保存各层的预算及其代价</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>正在测量…</translation>
    </message>
    <message>
        <source>mass: attention mass kept · error: relative output error, means over heads · KL and perplexity of the continuation, where a model is open</source>
        <translation>质量：保留的注意力质量 · 误差：相对输出误差，对各头取平均 · 打开模型时还有续文的 KL 与困惑度</translation>
    </message>
    <message>
        <source>q-similarity</source>
        <translation>q 相似度</translation>
    </message>
    <message>
        <source>%1 entries a key head in all layers, whatever is moved · drag a grey bar, or arrow keys</source>
        <translation>无论如何移动，每个键头在所有层中共 %1 个条目 · 拖动灰色条，或用方向键</translation>
    </message>
    <message>
        <source>mass</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>error</source>
        <translation>误差</translation>
    </message>
    <message>
        <source>KL</source>
        <translation>KL</translation>
    </message>
    <message>
        <source>perplexity</source>
        <translation>困惑度</translation>
    </message>
</context>
<context>
    <name>ropescope::BusyBar</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Stop this work (Esc)</source>
        <translation>停止此项工作（Esc）</translation>
    </message>
</context>
<context>
    <name>ropescope::CachePage</name>
    <message>
        <source>Measure what each method of compressing the key-value cache loses on this prompt, over budgets: its first three quarters are compressed, the tokens behind them measure.</source>
        <translation>测量每种键值缓存压缩方法在各种预算下对此提示的损失：压缩前四分之三，由其后的词元来测量。</translation>
    </message>
</context>
<context>
    <name>ropescope::CellView</name>
    <message>
        <source>Why this cell</source>
        <translation>此格为何</translation>
    </message>
    <message>
        <source>by size</source>
        <translation>按大小</translation>
    </message>
    <message>
        <source>by pair</source>
        <translation>按通道对</translation>
    </message>
    <message>
        <source>The longest vector first</source>
        <translation>最长的向量在前</translation>
    </message>
    <message>
        <source>Pair 0, the fastest, first</source>
        <translation>通道对 0（最快）在前</translation>
    </message>
    <message>
        <source>head to tail</source>
        <translation>首尾相接</translation>
    </message>
    <message>
        <source>from 0</source>
        <translation>从原点</translation>
    </message>
    <message>
        <source>Each vector begins where the one before it ends</source>
        <translation>每个向量从前一个的末端开始</translation>
    </message>
    <message>
        <source>All vectors begin at the origin</source>
        <translation>所有向量从原点开始</translation>
    </message>
    <message>
        <source>Point at a cell of the map.</source>
        <translation>请指向图中的一格。</translation>
    </message>
    <message>
        <source>The logit of this cell has no pairs: nothing rotates here.</source>
        <translation>此格的 logit 没有通道对：这里没有旋转。</translation>
    </message>
    <message>
        <source>(%1, %2): logit %3</source>
        <translation>(%1, %2)：logit %3</translation>
    </message>
    <message>
        <source> · pair %1: %2 of ±%3 · φ %4, turned %5 rad, %6 turns</source>
        <translation> · 通道对 %1：%2，最多 ±%3 · φ %4，转过 %5 弧度，%6 圈</translation>
    </message>
    <message>
        <source> · unrotated %1</source>
        <translation> · 未旋转 %1</translation>
    </message>
    <message>
        <source>adds</source>
        <translation>增加</translation>
    </message>
    <message>
        <source>takes away</source>
        <translation>减去</translation>
    </message>
    <message>
        <source>the most it could</source>
        <translation>至多可能</translation>
    </message>
</context>
<context>
    <name>ropescope::ChartPage</name>
    <message>
        <source>CSV…</source>
        <translation>CSV…</translation>
    </message>
    <message>
        <source>Figure…</source>
        <translation>图…</translation>
    </message>
    <message>
        <source>All numbers of this page as a table</source>
        <translation>以表格保存本页的所有数值</translation>
    </message>
    <message>
        <source>These curves as a figure: SVG, PDF or PNG</source>
        <translation>将这些曲线存为图：SVG、PDF 或 PNG</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>正在测量…</translation>
    </message>
    <message>
        <source>%1 · %2 %3 · %4 %5</source>
        <translation>%1 · %2 %3 · %4 %5</translation>
    </message>
</context>
<context>
    <name>ropescope::ColourBar</name>
    <message>
        <source>Colour range</source>
        <translation>颜色范围</translation>
    </message>
    <message>
        <source>Drag the triangles to set the colour range, double click to fit it</source>
        <translation>拖动三角设置颜色范围，双击自动适应</translation>
    </message>
    <message>
        <source>Low end of the colour range</source>
        <translation>颜色范围的低端</translation>
    </message>
    <message>
        <source>High end of the colour range</source>
        <translation>颜色范围的高端</translation>
    </message>
    <message>
        <source>Darkest at %1</source>
        <translation>最暗为 %1</translation>
    </message>
    <message>
        <source>Brightest at %1</source>
        <translation>最亮为 %1</translation>
    </message>
</context>
<context>
    <name>ropescope::CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Type a few letters of a command</source>
        <translation>输入命令的几个字</translation>
    </message>
    <message>
        <source>Search commands</source>
        <translation>搜索命令</translation>
    </message>
    <message>
        <source>Up and Down choose, Return does it, Escape goes</source>
        <translation>上下键选择，回车执行，Esc 关闭</translation>
    </message>
</context>
<context>
    <name>ropescope::CompressionView</name>
    <message>
        <source>Compressing the key-value cache</source>
        <translation>压缩键值缓存</translation>
    </message>
    <message>
        <source>on the map</source>
        <translation>显示在图上</translation>
    </message>
    <message>
        <source>What the curves show</source>
        <translation>曲线显示什么</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>Entries a layer and key head on average, for the map and the heads</source>
        <translation>平均每层每个键头的条目数，用于图和各头</translation>
    </message>
    <message>
        <source>Dim the keys on the map that the chosen method drops, and show beside it what each query loses</source>
        <translation>在图上调暗所选方法丢弃的键，并在旁边显示每个查询的损失</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Compresses the cache by every method and budget</source>
        <translation>用每种方法和预算压缩缓存</translation>
    </message>
    <message>
        <source>attention lost, layers × heads</source>
        <translation>损失的注意力，层 × 头</translation>
    </message>
    <message>
        <source>%1 keeps %2 entries a layer and key head on average; click a point to choose another</source>
        <translation>%1 平均每层每个键头保留 %2 个条目；单击一个点可另选</translation>
    </message>
    <message>
        <source>attention lost</source>
        <translation>损失的注意力</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>未测量</translation>
    </message>
</context>
<context>
    <name>ropescope::ContentGrid</name>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>D</source>
        <translation>D</translation>
    </message>
    <message>
        <source>P</source>
        <translation>P</translation>
    </message>
    <message>
        <source>S</source>
        <translation>S</translation>
    </message>
    <message>
        <source>re-access</source>
        <translation>重访</translation>
    </message>
    <message>
        <source>sequential</source>
        <translation>顺序</translation>
    </message>
    <message>
        <source>periodic</source>
        <translation>周期</translation>
    </message>
    <message>
        <source>seasonal</source>
        <translation>季节</translation>
    </message>
    <message>
        <source>unpredictable</source>
        <translation>不可预测</translation>
    </message>
    <message>
        <source>Patterns of the heads on the text and on random tokens</source>
        <translation>各头在文本和随机词元上的模式</translation>
    </message>
    <message>
        <source>A re-access · D diagonal (sequential) · P periodic · S seasonal · a dot: none</source>
        <translation>A 重访 · D 对角线（顺序）· P 周期 · S 季节 · 点：无</translation>
    </message>
    <message>
        <source>%1: %2 on text, %3 on random tokens</source>
        <translation>%1：文本上 %2，随机词元上 %3</translation>
    </message>
    <message>
        <source>Layer %1 · Head %2: %3 on text, %4 on random tokens</source>
        <translation>第 %1 层 · 头 %2：文本上 %3，随机词元上 %4</translation>
    </message>
    <message>
        <source>L%1</source>
        <translation>L%1</translation>
    </message>
</context>
<context>
    <name>ropescope::ContentPage</name>
    <message>
        <source>A trace holds one run: open the model to compare.</source>
        <translation>轨迹只是一次运行：请打开模型来比较。</translation>
    </message>
    <message>
        <source>Random tokens are on show: run a text to compare with them.</source>
        <translation>当前显示的是随机词元：请先运行文本再比较。</translation>
    </message>
</context>
<context>
    <name>ropescope::ContentView</name>
    <message>
        <source>Compare with random tokens</source>
        <translation>与随机词元比较</translation>
    </message>
    <message>
        <source>Content or position?</source>
        <translation>内容还是位置？</translation>
    </message>
    <message>
        <source>Runs the model on as many random tokens, and labels all heads of both runs: patterns that stay are made by position, not by content</source>
        <translation>用同样多的随机词元运行模型，并给两次运行的所有头加标签：保留的模式来自位置，而非内容</translation>
    </message>
    <message>
        <source>Spearman&apos;s rank correlation over heads of each pattern&apos;s score, on the text against on random tokens; 1: the heads rank alike</source>
        <translation>各头在每种模式得分上的斯皮尔曼等级相关，文本对随机词元；1：排序相同</translation>
    </message>
    <message>
        <source>A re-access · D diagonal (sequential) · P periodic · S seasonal · a dot: none · filled: stays on random tokens</source>
        <translation>A 重访 · D 对角线（顺序）· P 周期 · S 季节 · 点：无 · 实心：在随机词元上保留</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>正在比较…</translation>
    </message>
    <message>
        <source>Open a model to compare.</source>
        <translation>打开模型以比较。</translation>
    </message>
    <message>
        <source>Which patterns stay when the tokens are random?</source>
        <translation>词元随机时，哪些模式保留？</translation>
    </message>
    <message>
        <source>%1 of %2 heads with a pattern keep it on random tokens</source>
        <translation>%2 个有模式的头中，%1 个在随机词元上保留</translation>
    </message>
    <message>
        <source>Same ranking of heads (Spearman): </source>
        <translation>头的排序一致性（斯皮尔曼）：</translation>
    </message>
    <message>
        <source>re-access</source>
        <translation>重访</translation>
    </message>
    <message>
        <source>sequential</source>
        <translation>顺序</translation>
    </message>
    <message>
        <source>periodic</source>
        <translation>周期</translation>
    </message>
    <message>
        <source>seasonal</source>
        <translation>季节</translation>
    </message>
</context>
<context>
    <name>ropescope::CurveList</name>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Tick curves on and off; choose one for the map and the heads</source>
        <translation>勾选以显示或隐藏曲线；选中一条用于图和各头</translation>
    </message>
</context>
<context>
    <name>ropescope::CurvesPane</name>
    <message>
        <source>Pages under the map</source>
        <translation>图下方的页面</translation>
    </message>
    <message>
        <source>Lag profile</source>
        <translation>滞后曲线</translation>
    </message>
    <message>
        <source>Mean logit over the distance between query and key, measured and predicted</source>
        <translation>查询与键的距离上的平均 logit，实测与预测</translation>
    </message>
    <message>
        <source>Query row</source>
        <translation>查询行</translation>
    </message>
    <message>
        <source>What the query under the crosshair makes of every key</source>
        <translation>十字线处的查询如何看待每个键</translation>
    </message>
    <message>
        <source>Cosine of every query with every query, and of keys</source>
        <translation>查询两两的余弦，以及键的</translation>
    </message>
    <message>
        <source>Why this cell</source>
        <translation>此格为何</translation>
    </message>
    <message>
        <source>The logit under the crosshair, taken apart into channel pairs and their angles</source>
        <translation>十字线处的 logit，分解为通道对及其角度</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>通道对</translation>
    </message>
    <message>
        <source>The predicted lag profile, taken apart into the waves of the pairs</source>
        <translation>预测的滞后曲线，分解为各通道对的波</translation>
    </message>
    <message>
        <source>Spectra</source>
        <translation>谱</translation>
    </message>
    <message>
        <source>Singular values of the raw queries and keys</source>
        <translation>原始查询和键的奇异值</translation>
    </message>
    <message>
        <source>Season</source>
        <translation>季节</translation>
    </message>
    <message>
        <source>Whether queries and keys repeat, and if RoPE follows</source>
        <translation>查询和键是否重复，RoPE 是否合拍</translation>
    </message>
    <message>
        <source>No head is shown yet.</source>
        <translation>尚未显示任何头。</translation>
    </message>
    <message>
        <source>This trace holds finished maps without queries and keys.</source>
        <translation>此轨迹只有成品图，没有查询和键。</translation>
    </message>
    <message>
        <source>Point at a cell of the map.</source>
        <translation>请指向图中的一格。</translation>
    </message>
    <message>
        <source>This head has no RoPE, so it has no pairs that turn.</source>
        <translation>此头没有 RoPE，没有转动的通道对。</translation>
    </message>
    <message>
        <source>q-similarity</source>
        <translation>q 相似度</translation>
    </message>
    <message>
        <source>Query %1 does not see key %2</source>
        <translation>查询 %1 看不到键 %2</translation>
    </message>
    <message>
        <source>%1, which comes later. Point below the diagonal.</source>
        <translation>%1，它在后面。请指向对角线下方。</translation>
    </message>
    <message>
        <source>%1: it is outside the sliding window.</source>
        <translation>%1：它在滑动窗口之外。</translation>
    </message>
</context>
<context>
    <name>ropescope::DepthSwitch</name>
    <message>
        <source>This head</source>
        <translation>此头</translation>
    </message>
    <message>
        <source>Whole model</source>
        <translation>整个模型</translation>
    </message>
    <message>
        <source>Reach of the edit</source>
        <translation>编辑的范围</translation>
    </message>
    <message>
        <source>The edit redraws this head from its raw queries and keys, at once</source>
        <translation>立即用原始查询和键重绘此头</translation>
    </message>
    <message>
        <source>The model runs again with the edit, so that later layers feel it</source>
        <translation>带着编辑重新运行模型，使后面的层也受影响</translation>
    </message>
</context>
<context>
    <name>ropescope::DockTitle</name>
    <message>
        <source>%1: drag to move, double click to float; View &gt; Panels hides it</source>
        <translation>%1：拖动可移动，双击可浮动；“视图 &gt; 面板”可隐藏</translation>
    </message>
</context>
<context>
    <name>ropescope::EditsMenu</name>
    <message>
        <source>&amp;Edits of many pairs</source>
        <translation>多通道对编辑(&amp;E)</translation>
    </message>
    <message>
        <source>Edits of many pairs</source>
        <translation>多通道对编辑</translation>
    </message>
    <message>
        <source>These slots get gain 0: their part of every logit is left out</source>
        <translation>这些槽增益为 0：它们不计入任何 logit</translation>
    </message>
    <message>
        <source>These slots get θ = 0, as in p-RoPE (arXiv:2410.06205): their pairs still match content, but no longer know the distance</source>
        <translation>这些槽 θ = 0，如 p-RoPE（arXiv:2410.06205）：其通道对仍匹配内容，但不再知道距离</translation>
    </message>
    <message>
        <source>Massive: more than %1 times the head&apos;s median energy. In queries and keys of this head they hold their mean over all tokens (arXiv:2502.01563)</source>
        <translation>巨量：超过头的中位能量 %1 倍。在此头的查询和键中以全部词元的均值代替（arXiv:2502.01563）</translation>
    </message>
    <message>
        <source>Queries and keys of this head hold the pair&apos;s mean over all tokens</source>
        <translation>此头的查询和键以全部词元的均值代替该通道对</translation>
    </message>
    <message>
        <source>&amp;All of these off</source>
        <translation>全部取消(&amp;A)</translation>
    </message>
    <message>
        <source>All slots turn and count again, all content is the head&apos;s own</source>
        <translation>所有槽恢复转动和计入，内容恢复为头自身的</translation>
    </message>
    <message>
        <source>&amp;Remove slow slots</source>
        <translation>移除慢槽(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Stop slow slots</source>
        <translation>停住慢槽(&amp;S)</translation>
    </message>
    <message>
        <source>Mean of the selected &amp;pair</source>
        <translation>所选通道对取均值(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Remove slots from %1 on (T ≥ %2)</source>
        <translation>移除从 %1 起的槽（T ≥ %2）(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Stop slots from %1 on (T ≥ %2)</source>
        <translation>停住从 %1 起的槽（T ≥ %2）(&amp;S)</translation>
    </message>
    <message>
        <source>Mean of &amp;pair %1</source>
        <translation>通道对 %1 取均值(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Mean of the massive %1</source>
        <translation>%1 个巨量通道对取均值(&amp;M)</translation>
    </message>
    <message>
        <source>No &amp;massive pairs in this head</source>
        <translation>此头没有巨量通道对(&amp;M)</translation>
    </message>
</context>
<context>
    <name>ropescope::EvidenceBar</name>
    <message>
        <source>%1, evidence and threshold</source>
        <translation>%1，证据与阈值</translation>
    </message>
    <message>
        <source>Evidence %1, threshold %2</source>
        <translation>证据 %1，阈值 %2</translation>
    </message>
    <message>
        <source>No evidence, threshold %1</source>
        <translation>无证据，阈值 %1</translation>
    </message>
    <message>
        <source>%1
%2. Drag the tick or use the arrow keys; Home brings %3 back.</source>
        <translation>%1
%2。拖动刻度或用方向键；Home 恢复 %3。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
</context>
<context>
    <name>ropescope::EvidencePanel</name>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Pattern of this head</source>
        <translation>此头的模式</translation>
    </message>
    <message>
        <source>The pattern whose evidence is the largest multiple of its threshold; unpredictable where none reaches its threshold.</source>
        <translation>证据与阈值之比最大的模式；都未达到阈值则为不可预测。</translation>
    </message>
    <message>
        <source>Back to the standard thresholds</source>
        <translation>恢复标准阈值</translation>
    </message>
    <message>
        <source>Reset the thresholds</source>
        <translation>重置阈值</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>模式</translation>
    </message>
</context>
<context>
    <name>ropescope::ExperimentPage</name>
    <message>
        <source>This head does not rotate: no pair can be moved.</source>
        <translation>此头不旋转：没有可移动的通道对。</translation>
    </message>
    <message>
        <source>Export the experiment</source>
        <translation>导出实验</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
</context>
<context>
    <name>ropescope::ExperimentView</name>
    <message>
        <source>Experiment: predicted against measured periods</source>
        <translation>实验：预测周期对实测周期</translation>
    </message>
    <message>
        <source>slots</source>
        <translation>槽</translation>
    </message>
    <message>
        <source>The slots that the head&apos;s dominant pair is moved to, as in 2, 3, 5</source>
        <translation>头的主导通道对移往的槽，如 2, 3, 5</translation>
    </message>
    <message>
        <source>bases</source>
        <translation>基数</translation>
    </message>
    <message>
        <source>The RoPE bases under which it is moved, as in 1e4, 1e6</source>
        <translation>移动时所用的 RoPE 基数，如 1e4, 1e6</translation>
    </message>
    <message>
        <source>all heads</source>
        <translation>所有头</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>CSV…</source>
        <translation>CSV…</translation>
    </message>
    <message>
        <source>predicted 2π/θ (tokens)</source>
        <translation>预测 2π/θ（词元）</translation>
    </message>
    <message>
        <source>measured (tokens)</source>
        <translation>实测（词元）</translation>
    </message>
    <message>
        <source>error (%)</source>
        <translation>误差（%）</translation>
    </message>
    <message>
        <source>A hollow point has no period in the lag profile. Click a point to see its edit.</source>
        <translation>空心点在滞后曲线中没有周期。点击一点查看其编辑。</translation>
    </message>
    <message>
        <source>How far the measured period is from the predicted one</source>
        <translation>实测周期与预测周期相差多少</translation>
    </message>
    <message>
        <source>The dominant pair of every head of this source, not of the one shown</source>
        <translation>此来源每个头的主导通道对，而非仅当前的头</translation>
    </message>
    <message>
        <source>Moves the pair and measures the period of each lag profile</source>
        <translation>移动通道对并测量每条滞后曲线的周期</translation>
    </message>
    <message>
        <source>The table as ropescope experiment writes it</source>
        <translation>与 ropescope experiment 写出的表相同</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>正在测量…</translation>
    </message>
    <message>
        <source>No head is shown yet.</source>
        <translation>尚未显示任何头。</translation>
    </message>
    <message>
        <source>predicted %1</source>
        <translation>预测 %1</translation>
    </message>
    <message>
        <source> · measured %1 (%2 %)</source>
        <translation> · 实测 %1（%2 %）</translation>
    </message>
    <message>
        <source> · no period</source>
        <translation> · 无周期</translation>
    </message>
    <message>
        <source> · L%1 H%2 pair %3 → %4, base %5, %6 of energy</source>
        <translation> · L%1 H%2 通道对 %3 → %4，基数 %5，能量占 %6</translation>
    </message>
    <message>
        <source>Moves the dominant pair: does its period follow 2π/θ?</source>
        <translation>移动主导通道对：其周期是否为 2π/θ？</translation>
    </message>
    <message>
        <source>%1 of %2 with a period, %3 within %4 % of 2π/θ</source>
        <translation>%2 个中 %1 个有周期，%3 个与 2π/θ 相差不到 %4 %</translation>
    </message>
    <message>
        <source>Slots</source>
        <translation>槽</translation>
    </message>
    <message>
        <source>Bases</source>
        <translation>基数</translation>
    </message>
</context>
<context>
    <name>ropescope::FigureDialog</name>
    <message>
        <source>Export figure</source>
        <translation>导出图</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>Choose a file: .pdf, .svg, .png, or .npy for the values</source>
        <translation>选择文件：.pdf、.svg、.png，或 .npy 保存数值</translation>
    </message>
    <message>
        <source>Which maps the figure shows</source>
        <translation>图中显示哪些注意力图</translation>
    </message>
    <message>
        <source>This head</source>
        <translation>此头</translation>
    </message>
    <message>
        <source>Original and edited</source>
        <translation>原始与编辑后</translation>
    </message>
    <message>
        <source>Original, edited, difference</source>
        <translation>原始、编辑后、差</translation>
    </message>
    <message>
        <source>Several heads</source>
        <translation>多个头</translation>
    </message>
    <message>
        <source>All heads by a number</source>
        <translation>按一个数显示所有头</translation>
    </message>
    <message>
        <source>Layer and head of each panel, as in 3:5, 4:1</source>
        <translation>每个子图的层和头，如 3:5, 4:1</translation>
    </message>
    <message>
        <source>The number that colours layers and heads</source>
        <translation>为层和头着色的数</translation>
    </message>
    <message>
        <source>A number of the head below its title</source>
        <translation>标题下方显示头的一个数</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>One range of &amp;values for all</source>
        <translation>所有子图用同一数值范围(&amp;V)</translation>
    </message>
    <message>
        <source>The same colours mean the same in every panel</source>
        <translation>相同颜色在每个子图中含义相同</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>子图(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Heads</source>
        <translation>头(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Number</source>
        <translation>数(&amp;N)</translation>
    </message>
    <message>
        <source>Be&amp;low the title</source>
        <translation>标题下方(&amp;L)</translation>
    </message>
    <message>
        <source>The values drawn, in a file beside the figure</source>
        <translation>所绘数值，另存为图旁的文件</translation>
    </message>
    <message>
        <source>Caption in a &amp;text file</source>
        <translation>图注存为文本文件(&amp;T)</translation>
    </message>
    <message>
        <source>What it shows, and the command that makes it again</source>
        <translation>显示的内容，以及重新生成它的命令</translation>
    </message>
    <message>
        <source>&amp;Data</source>
        <translation>数据(&amp;D)</translation>
    </message>
    <message>
        <source>Name heads as layer:head, for example 3:5, 4:1.</source>
        <translation>以 层:头 指定头，例如 3:5, 4:1。</translation>
    </message>
    <message>
        <source>Figures (*.pdf *.svg *.png);;Values (*.npy)</source>
        <translation>图 (*.pdf *.svg *.png);;数值 (*.npy)</translation>
    </message>
</context>
<context>
    <name>ropescope::FigureStyleForm</name>
    <message>
        <source>Width and text size for a venue</source>
        <translation>适合某会议的宽度和字号</translation>
    </message>
    <message>
        <source>Width of the whole figure</source>
        <translation>整个图的宽度</translation>
    </message>
    <message>
        <source>Unit of the width</source>
        <translation>宽度的单位</translation>
    </message>
    <message>
        <source>Font of all text</source>
        <translation>所有文字的字体</translation>
    </message>
    <message>
        <source>Size of axis labels, in points</source>
        <translation>坐标轴文字的大小，单位磅</translation>
    </message>
    <message>
        <source>What stands at the axes</source>
        <translation>坐标轴上标注什么</translation>
    </message>
    <message>
        <source>Dots per inch of a PNG, and of the map inside PDF and SVG</source>
        <translation>PNG 以及 PDF、SVG 中图像的每英寸点数</translation>
    </message>
    <message>
        <source>Panels side by side</source>
        <translation>并排的子图数</translation>
    </message>
    <message>
        <source>&amp;Titles</source>
        <translation>标题(&amp;T)</translation>
    </message>
    <message>
        <source>Draw titles</source>
        <translation>绘制标题</translation>
    </message>
    <message>
        <source>&amp;Colour bars</source>
        <translation>颜色条(&amp;C)</translation>
    </message>
    <message>
        <source>Draw colour bars</source>
        <translation>绘制颜色条</translation>
    </message>
    <message>
        <source>Panel &amp;letters</source>
        <translation>子图编号(&amp;L)</translation>
    </message>
    <message>
        <source>Put (a), (b), … in front of the titles</source>
        <translation>标题前加 (a)、(b)、…</translation>
    </message>
    <message>
        <source>mm</source>
        <translation>毫米</translation>
    </message>
    <message>
        <source>inch</source>
        <translation>英寸</translation>
    </message>
    <message>
        <source>Positions</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source> pt</source>
        <translation> 磅</translation>
    </message>
    <message>
        <source> dpi</source>
        <translation> dpi</translation>
    </message>
    <message>
        <source>as suits</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>&amp;For</source>
        <translation>用于(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Width</source>
        <translation>宽度(&amp;W)</translation>
    </message>
    <message>
        <source>F&amp;ont</source>
        <translation>字体(&amp;O)</translation>
    </message>
    <message>
        <source>Text &amp;size</source>
        <translation>字号(&amp;S)</translation>
    </message>
    <message>
        <source>Tic&amp;ks</source>
        <translation>刻度(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Resolution</source>
        <translation>分辨率(&amp;R)</translation>
    </message>
    <message>
        <source>Panels &amp;beside</source>
        <translation>并排子图(&amp;B)</translation>
    </message>
    <message>
        <source>Own size</source>
        <translation>自定大小</translation>
    </message>
</context>
<context>
    <name>ropescope::FilterLine</name>
    <message>
        <source>Filter of the heads</source>
        <translation>头的筛选</translation>
    </message>
    <message>
        <source>sink &gt; 0.4 and layer &gt;= 3</source>
        <translation>sink &gt; 0.4 and layer &gt;= 3</translation>
    </message>
    <message>
        <source>Dim all heads but those for which this holds, such as
pattern = periodic or (period &lt; 20 and share &gt; 0.2)
Ctrl+Space shows all names, Esc clears</source>
        <translation>只保留满足条件的头，其余变暗，例如
pattern = periodic or (period &lt; 20 and share &gt; 0.2)
Ctrl+空格列出所有名称，Esc 清除</translation>
    </message>
</context>
<context>
    <name>ropescope::FoldCard</name>
    <message>
        <source>Fold this away</source>
        <translation>折叠</translation>
    </message>
    <message>
        <source>Unfold</source>
        <translation>展开</translation>
    </message>
</context>
<context>
    <name>ropescope::HeadGainMenu</name>
    <message>
        <source>&amp;Pin as reference</source>
        <translation>设为参照(&amp;P)</translation>
    </message>
    <message>
        <source>Compares what is shown with this head, under the present edit</source>
        <translation>在当前编辑下，将所显示的内容与此头比较</translation>
    </message>
    <message>
        <source>&amp;Mask this head	M</source>
        <translation>屏蔽此头(&amp;M)	M</translation>
    </message>
    <message>
        <source>The model runs without what this head adds</source>
        <translation>模型运行时去掉此头的贡献</translation>
    </message>
    <message>
        <source>&amp;Gain</source>
        <translation>增益(&amp;G)</translation>
    </message>
    <message>
        <source>Gain of this head</source>
        <translation>此头的增益</translation>
    </message>
    <message>
        <source>Factor on what this head adds to the model; Return takes it</source>
        <translation>此头对模型贡献的系数；回车生效</translation>
    </message>
    <message>
        <source>&amp;All heads as they are</source>
        <translation>所有头恢复原样(&amp;A)</translation>
    </message>
    <message>
        <source>No head masked, no head scaled</source>
        <translation>不屏蔽也不缩放任何头</translation>
    </message>
    <message>
        <source>Layer %1 · Head %2</source>
        <translation>第 %1 层 · 头 %2</translation>
    </message>
</context>
<context>
    <name>ropescope::HeadGrid</name>
    <message>
        <source>Heads</source>
        <translation>头</translation>
    </message>
    <message>
        <source>Heads by %1</source>
        <translation>按%1显示头</translation>
    </message>
    <message>
        <source>Layer %1 · Head %2</source>
        <translation>第 %1 层 · 头 %2</translation>
    </message>
    <message>
        <source>not in this trace</source>
        <translation>此轨迹中没有</translation>
    </message>
    <message>
        <source>masked</source>
        <translation>已屏蔽</translation>
    </message>
    <message>
        <source>gain %1</source>
        <translation>增益 %1</translation>
    </message>
    <message>
        <source>filtered out</source>
        <translation>已被筛除</translation>
    </message>
</context>
<context>
    <name>ropescope::HeadsPane</name>
    <message>
        <source>The pattern with the most evidence</source>
        <translation>证据最多的模式</translation>
    </message>
    <message>
        <source>Applies once all heads are scored.</source>
        <translation>所有头评分后生效。</translation>
    </message>
    <message>
        <source>No head matches.</source>
        <translation>没有符合的头。</translation>
    </message>
    <message>
        <source>%1 of %2 heads</source>
        <translation>%2 个头中的 %1 个</translation>
    </message>
    <message>
        <source>No other head matches the filter.</source>
        <translation>没有其他符合筛选的头。</translation>
    </message>
    <message>
        <source>Score all heads</source>
        <translation>为所有头评分</translation>
    </message>
    <message>
        <source>Computes the numbers of all heads; it takes a while, and can be stopped</source>
        <translation>计算所有头的各项数；需要一些时间，可以停止</translation>
    </message>
    <message>
        <source>Order of the heads</source>
        <translation>头的顺序</translation>
    </message>
    <message>
        <source>By layer, or by a number: then each head is labelled layer·head</source>
        <translation>按层，或按一个数：此时每个头标注为 层·头</translation>
    </message>
    <message>
        <source>by layer</source>
        <translation>按层</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>按%1</translation>
    </message>
    <message>
        <source>Lowest first</source>
        <translation>从低到高</translation>
    </message>
    <message>
        <source>Highest first or lowest first</source>
        <translation>从高到低或从低到高</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>模式</translation>
    </message>
</context>
<context>
    <name>ropescope::HeatmapView</name>
    <message>
        <source>%1 × %2 tokens a pixel</source>
        <translation>每像素 %1 × %2 个词元</translation>
    </message>
    <message>
        <source>Attention map</source>
        <translation>注意力图</translation>
    </message>
    <message>
        <source>%1 → %2, lag %3</source>
        <translation>%1 → %2，滞后 %3</translation>
    </message>
    <message>
        <source>a query sees no later key</source>
        <translation>查询看不到后面的键</translation>
    </message>
</context>
<context>
    <name>ropescope::KeyHelp</name>
    <message>
        <source>open a trace, model file or session / a model folder</source>
        <translation>打开轨迹、模型文件或会话 / 模型文件夹</translation>
    </message>
    <message>
        <source>run the prompt (Esc cancels)</source>
        <translation>运行提示文本（Esc 取消）</translation>
    </message>
    <message>
        <source>save the session / under another name</source>
        <translation>保存会话 / 另存为</translation>
    </message>
    <message>
        <source>export a figure: choose size, panels, font</source>
        <translation>导出图：选择大小、子图、字体</translation>
    </message>
    <message>
        <source>export the map as PNG / SVG, as last chosen</source>
        <translation>按上次的选择导出 PNG / SVG</translation>
    </message>
    <message>
        <source>copy the map as a picture</source>
        <translation>复制图像</translation>
    </message>
    <message>
        <source>undo / redo</source>
        <translation>撤销 / 重做</translation>
    </message>
    <message>
        <source>previous / next head</source>
        <translation>上一个 / 下一个头</translation>
    </message>
    <message>
        <source>find heads: sink &gt; 0.4 and layer &gt;= 3 (Esc clears)</source>
        <translation>查找头：sink &gt; 0.4 and layer &gt;= 3（Esc 清除）</translation>
    </message>
    <message>
        <source>gallery of the patterns</source>
        <translation>模式图库</translation>
    </message>
    <message>
        <source>in the map: fit, zoom, move the crosshair</source>
        <translation>在图中：全图、缩放、移动十字线</translation>
    </message>
    <message>
        <source>compare with what is shown now / with the original again</source>
        <translation>以当前所示为参照 / 恢复以原始为参照</translation>
    </message>
    <message>
        <source>compare: split / flicker (Esc stops), hold to see the reference</source>
        <translation>比较：并排 / 闪烁（Esc 停止），按住可看参照</translation>
    </message>
    <message>
        <source>in the channel bars: select a pair</source>
        <translation>在通道条中：选择通道对</translation>
    </message>
    <message>
        <source>in the channel bars: move the pair to another slot</source>
        <translation>在通道条中：把通道对移到另一个槽</translation>
    </message>
    <message>
        <source>in the channel bars: gain of the pair, on and off</source>
        <translation>在通道条中：通道对的增益，开与关</translation>
    </message>
    <message>
        <source>in the heads: mask or unmask the head, its menu with its gain</source>
        <translation>在头网格中：屏蔽或恢复该头，打开含增益的菜单</translation>
    </message>
    <message>
        <source>edit the whole model / this head only</source>
        <translation>编辑整个模型 / 仅此头</translation>
    </message>
    <message>
        <source>reset the RoPE edit</source>
        <translation>重置 RoPE 编辑</translation>
    </message>
    <message>
        <source>add a bookmark / go to one</source>
        <translation>添加书签 / 前往书签</translation>
    </message>
    <message>
        <source>another window / settings</source>
        <translation>新窗口 / 设置</translation>
    </message>
    <message>
        <source>the manual</source>
        <translation>手册</translation>
    </message>
    <message>
        <source>search all commands</source>
        <translation>搜索所有命令</translation>
    </message>
    <message>
        <source>in a lesson: previous / next step, first / last</source>
        <translation>课程中：上一步 / 下一步，第一步 / 最后一步</translation>
    </message>
    <message>
        <source>in a lesson: answer, notes, spotlight, state of the step, leave</source>
        <translation>课程中：答案、备注、聚光、恢复本步状态、离开</translation>
    </message>
    <message>
        <source>this list</source>
        <translation>此列表</translation>
    </message>
</context>
<context>
    <name>ropescope::LagProfileView</name>
    <message>
        <source>Lag profile</source>
        <translation>滞后曲线</translation>
    </message>
    <message>
        <source>Wheel: zoom · drag: move · double click: all lags</source>
        <translation>滚轮：缩放 · 拖动：移动 · 双击：全部滞后</translation>
    </message>
    <message>
        <source>lag t − i (tokens)</source>
        <translation>滞后 t − i（词元）</translation>
    </message>
    <message>
        <source>mean logit</source>
        <translation>平均 logit</translation>
    </message>
    <message>
        <source>no lag profile yet</source>
        <translation>尚无滞后曲线</translation>
    </message>
    <message>
        <source>measured %1</source>
        <translation>实测 %1</translation>
    </message>
    <message>
        <source>measured: no period</source>
        <translation>实测：无周期</translation>
    </message>
    <message>
        <source>   predicted 2π/θ = %1 tokens</source>
        <translation>   预测 2π/θ = %1 个词元</translation>
    </message>
    <message>
        <source>pair %1 holds %2 of the energy</source>
        <translation>通道对 %1 占能量的 %2</translation>
    </message>
    <message>
        <source>
the measured period holds %1 of the profile&apos;s power</source>
        <translation>
实测周期占曲线功率的 %1</translation>
    </message>
    <message>
        <source>lag %1 · measured %2</source>
        <translation>滞后 %1 · 实测 %2</translation>
    </message>
    <message>
        <source> · predicted %1</source>
        <translation> · 预测 %1</translation>
    </message>
</context>
<context>
    <name>ropescope::LayerCurveView</name>
    <message>
        <source>Similarity over layers</source>
        <translation>各层的相似度</translation>
    </message>
    <message>
        <source>Lines: mean of a layer · dots: its heads; click to show one</source>
        <translation>线：层的均值 · 点：各头；点击可显示</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>similarity</source>
        <translation>相似度</translation>
    </message>
    <message>
        <source>queries</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>keys</source>
        <translation>键</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Layer %1</source>
        <translation>第 %1 层</translation>
    </message>
    <message>
        <source>: queries %1, keys %2</source>
        <translation>：查询 %1，键 %2</translation>
    </message>
    <message>
        <source> · head %1: queries %2, keys %3</source>
        <translation> · 头 %1：查询 %2，键 %3</translation>
    </message>
</context>
<context>
    <name>ropescope::LayersPage</name>
    <message>
        <source>Known once all heads are scored: see Heads.</source>
        <translation>所有头评分后可知：见“头”面板。</translation>
    </message>
</context>
<context>
    <name>ropescope::Lecture</name>
    <message>
        <source>Lesson</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>&amp;Next step</source>
        <translation>下一步(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous step</source>
        <translation>上一步(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;First step</source>
        <translation>第一步(&amp;F)</translation>
    </message>
    <message>
        <source>La&amp;st step</source>
        <translation>最后一步(&amp;S)</translation>
    </message>
    <message>
        <source>Show the &amp;answer</source>
        <translation>显示答案(&amp;A)</translation>
    </message>
    <message>
        <source>As the step &amp;began</source>
        <translation>恢复本步开始时(&amp;B)</translation>
    </message>
    <message>
        <source>Presenter n&amp;otes</source>
        <translation>讲者备注(&amp;O)</translation>
    </message>
    <message>
        <source>Notes in a &amp;window</source>
        <translation>在窗口中显示备注(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Spotlight</source>
        <translation>聚光(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Leave the lesson</source>
        <translation>离开课程(&amp;L)</translation>
    </message>
</context>
<context>
    <name>ropescope::LessonView</name>
    <message>
        <source>Progress in the lesson</source>
        <translation>课程进度</translation>
    </message>
    <message>
        <source>Text of the step</source>
        <translation>本步的文字</translation>
    </message>
    <message>
        <source>Think</source>
        <translation>想一想</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>Show the answer</source>
        <translation>显示答案</translation>
    </message>
    <message>
        <source>Show the answer (A)</source>
        <translation>显示答案（A）</translation>
    </message>
    <message>
        <source>Presenter notes</source>
        <translation>讲者备注</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Previous step (Page Up)</source>
        <translation>上一步（Page Up）</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Next step (Page Down)</source>
        <translation>下一步（Page Down）</translation>
    </message>
    <message>
        <source>As it was</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Set everything as this step began (Backspace)</source>
        <translation>恢复到本步开始时的状态（退格键）</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Presenter notes (N)</source>
        <translation>讲者备注（N）</translation>
    </message>
    <message>
        <source>Spotlight</source>
        <translation>聚光</translation>
    </message>
    <message>
        <source>Spotlight (S)</source>
        <translation>聚光（S）</translation>
    </message>
    <message>
        <source>Leave the lesson and go back to what was open (Esc)</source>
        <translation>离开课程，回到之前打开的内容（Esc）</translation>
    </message>
    <message>
        <source>Leave the lesson</source>
        <translation>离开课程</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
    <message>
        <source>*No notes for this step.*</source>
        <translation>*本步没有备注。*</translation>
    </message>
</context>
<context>
    <name>ropescope::MainWindow</name>
    <message>
        <source>RoPEScope</source>
        <translation>RoPEScope</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>各层</translation>
    </message>
    <message>
        <source>How alike queries and keys are, layer by layer</source>
        <translation>各层查询和键的相似程度</translation>
    </message>
    <message>
        <source>Scaling</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Wavelengths before and after the model&apos;s scaling, and edited</source>
        <translation>模型缩放前后及编辑后的波长</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>实验</translation>
    </message>
    <message>
        <source>Move a pair to other slots under other bases: is the period 2π/θ?</source>
        <translation>在不同基数下把通道对移到其他槽：周期是 2π/θ 吗？</translation>
    </message>
    <message>
        <source>Which patterns stay on random tokens</source>
        <translation>哪些模式在随机词元上保留</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>头</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>RoPE</source>
        <translation>RoPE</translation>
    </message>
    <message>
        <source>Theory</source>
        <translation>理论</translation>
    </message>
    <message>
        <source>%1 – RoPEScope</source>
        <translation>%1 – RoPEScope</translation>
    </message>
    <message>
        <source>%1 · %2 – RoPEScope</source>
        <translation>%1 · %2 – RoPEScope</translation>
    </message>
    <message>
        <source>refining, %1 % exact</source>
        <translation>正在细化，%1 % 精确</translation>
    </message>
    <message>
        <source>drawn in %1 ms</source>
        <translation>绘制用时 %1 毫秒</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Open trace, model or session…</source>
        <translation>打开轨迹、模型或会话(&amp;O)…</translation>
    </message>
    <message>
        <source>Open &amp;model folder…</source>
        <translation>打开模型文件夹(&amp;M)…</translation>
    </message>
    <message>
        <source>Ctrl+Shift+O</source>
        <translation>Ctrl+Shift+O</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Save session</source>
        <translation>保存会话(&amp;S)</translation>
    </message>
    <message>
        <source>Save session &amp;as…</source>
        <translation>会话另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Export figure…</source>
        <translation>导出图(&amp;E)…</translation>
    </message>
    <message>
        <source>Ctrl+E</source>
        <translation>Ctrl+E</translation>
    </message>
    <message>
        <source>Export &amp;PNG…</source>
        <translation>导出 PNG(&amp;P)…</translation>
    </message>
    <message>
        <source>Ctrl+Shift+E</source>
        <translation>Ctrl+Shift+E</translation>
    </message>
    <message>
        <source>Export &amp;SVG…</source>
        <translation>导出 SVG(&amp;S)…</translation>
    </message>
    <message>
        <source>Ctrl+Alt+E</source>
        <translation>Ctrl+Alt+E</translation>
    </message>
    <message>
        <source>Export a&amp;nimation…</source>
        <translation>导出动画(&amp;N)…</translation>
    </message>
    <message>
        <source>&amp;New window</source>
        <translation>新窗口(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Copy picture</source>
        <translation>复制图像(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>设置(&amp;S)…</translation>
    </message>
    <message>
        <source>Ctrl+,</source>
        <translation>Ctrl+,</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Fit the map</source>
        <translation>全图(&amp;F)</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>比较(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Pin as reference</source>
        <translation>设为参照(&amp;P)</translation>
    </message>
    <message>
        <source>Ctrl+P</source>
        <translation>Ctrl+P</translation>
    </message>
    <message>
        <source>Back to the &amp;original</source>
        <translation>恢复以原始为参照(&amp;O)</translation>
    </message>
    <message>
        <source>Ctrl+U</source>
        <translation>Ctrl+U</translation>
    </message>
    <message>
        <source>&amp;Split</source>
        <translation>并排(&amp;S)</translation>
    </message>
    <message>
        <source>Ctrl+T</source>
        <translation>Ctrl+T</translation>
    </message>
    <message>
        <source>&amp;Flicker</source>
        <translation>闪烁(&amp;F)</translation>
    </message>
    <message>
        <source>Ctrl+L</source>
        <translation>Ctrl+L</translation>
    </message>
    <message>
        <source>&amp;Dark theme</source>
        <translation>深色主题(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>面板(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Arrange as at first</source>
        <translation>恢复初始布局(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Heads</source>
        <translation>头(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Next head</source>
        <translation>下一个头(&amp;N)</translation>
    </message>
    <message>
        <source>Ctrl+Down</source>
        <translation>Ctrl+Down</translation>
    </message>
    <message>
        <source>&amp;Previous head</source>
        <translation>上一个头(&amp;P)</translation>
    </message>
    <message>
        <source>Ctrl+Up</source>
        <translation>Ctrl+Up</translation>
    </message>
    <message>
        <source>&amp;Find heads…</source>
        <translation>查找头(&amp;F)…</translation>
    </message>
    <message>
        <source>Pattern &amp;gallery</source>
        <translation>模式图库(&amp;G)</translation>
    </message>
    <message>
        <source>Ctrl+G</source>
        <translation>Ctrl+G</translation>
    </message>
    <message>
        <source>&amp;Mask or unmask this head</source>
        <translation>屏蔽或恢复此头(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;All heads as they are</source>
        <translation>所有头恢复原样(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;RoPE</source>
        <translation>RoPE(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Reset the edit</source>
        <translation>重置编辑(&amp;R)</translation>
    </message>
    <message>
        <source>Ctrl+R</source>
        <translation>Ctrl+R</translation>
    </message>
    <message>
        <source>Edit the &amp;whole model</source>
        <translation>编辑整个模型(&amp;W)</translation>
    </message>
    <message>
        <source>Ctrl+D</source>
        <translation>Ctrl+D</translation>
    </message>
    <message>
        <source>&amp;Sweep the base</source>
        <translation>扫描基数(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Manual</source>
        <translation>手册(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Things to try</source>
        <translation>试一试(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Commands…</source>
        <translation>命令(&amp;C)…</translation>
    </message>
    <message>
        <source>Ctrl+Shift+P</source>
        <translation>Ctrl+Shift+P</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>按键(&amp;K)</translation>
    </message>
    <message>
        <source>?</source>
        <translation>?</translation>
    </message>
    <message>
        <source>&amp;About RoPEScope</source>
        <translation>关于 RoPEScope(&amp;A)</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>About RoPEScope</source>
        <translation>关于 RoPEScope</translation>
    </message>
    <message>
        <source>&lt;h3&gt;RoPEScope %1&lt;/h3&gt;&lt;p&gt;A microscope for the attention heads of language models.&lt;/p&gt;&lt;p&gt;Theory: TAPPA, arXiv:2601.21709. Rotary embedding: RoFormer, arXiv:2104.09864.&lt;/p&gt;&lt;p&gt;GPL-3.0-or-later&lt;/p&gt;</source>
        <translation>&lt;h3&gt;RoPEScope %1&lt;/h3&gt;&lt;p&gt;语言模型注意力头的显微镜。&lt;/p&gt;&lt;p&gt;理论：TAPPA，arXiv:2601.21709。旋转位置编码：RoFormer，arXiv:2104.09864。&lt;/p&gt;&lt;p&gt;GPL-3.0-or-later&lt;/p&gt;</translation>
    </message>
    <message>
        <source>tokens %1 to %2</source>
        <translation>词元 %1 到 %2</translation>
    </message>
    <message>
        <source>&amp;Bookmarks</source>
        <translation>书签(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Add a bookmark</source>
        <translation>添加书签(&amp;A)</translation>
    </message>
    <message>
        <source>Ctrl+B</source>
        <translation>Ctrl+B</translation>
    </message>
    <message>
        <source>Keeps head, edit, part of the map and colours</source>
        <translation>保存头、编辑、图的局部和颜色</translation>
    </message>
    <message>
        <source>&amp;Rename or remove…</source>
        <translation>改名或删除(&amp;R)…</translation>
    </message>
    <message>
        <source>The map is still being refined. Export it when it is exact.</source>
        <translation>图仍在细化。精确后再导出。</translation>
    </message>
    <message>
        <source>The last figure is still being written. Export this one after it.</source>
        <translation>上一幅图仍在写入。请在写完后再导出这一幅。</translation>
    </message>
    <message>
        <source>A figure compares a head with its original. Go back to the original first (Ctrl+U).</source>
        <translation>图只能把头与其原始状态比较。请先恢复以原始为参照（Ctrl+U）。</translation>
    </message>
    <message>
        <source>Wrote %1.</source>
        <translation>已写入 %1。</translation>
    </message>
    <message>
        <source>Export the map</source>
        <translation>导出注意力图</translation>
    </message>
    <message>
        <source>Save the session</source>
        <translation>保存会话</translation>
    </message>
    <message>
        <source>Sessions (*.ropescope)</source>
        <translation>会话 (*.ropescope)</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>&amp;Built-in model</source>
        <translation>内置模型(&amp;B)</translation>
    </message>
    <message>
        <source>Open a trace, a model file or a session</source>
        <translation>打开轨迹、模型文件或会话</translation>
    </message>
    <message>
        <source>Traces, models and sessions (*.h5 *.hdf5 *.gguf *.bin *.ropescope);;All files (*)</source>
        <translation>轨迹、模型和会话 (*.h5 *.hdf5 *.gguf *.bin *.ropescope);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Open a model folder (config.json, safetensors, tokenizer.json)</source>
        <translation>打开模型文件夹（config.json、safetensors、tokenizer.json）</translation>
    </message>
    <message>
        <source>&amp;Lessons</source>
        <translation>课程(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;%1  %2</source>
        <translation>&amp;%1  %2</translation>
    </message>
    <message>
        <source>&amp;Open a lesson…</source>
        <translation>打开课程(&amp;O)…</translation>
    </message>
    <message>
        <source>Open a lesson</source>
        <translation>打开课程</translation>
    </message>
    <message>
        <source>Lessons (*.md);;All files (*)</source>
        <translation>课程 (*.md);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>What compressing the key-value cache costs, by every method</source>
        <translation>每种方法压缩键值缓存的代价</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>How methods share a cache out over layers; move a share by hand</source>
        <translation>各方法如何在层间分配缓存；可手动移动份额</translation>
    </message>
    <message>
        <source>Pruning</source>
        <translation>剪枝</translation>
    </message>
    <message>
        <source>Which layers and heads the model can do without</source>
        <translation>模型可以不要哪些层和头</translation>
    </message>
    <message>
        <source>%1, %2 of them generated</source>
        <translation>%1，其中 %2 个为生成</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>内容</translation>
    </message>
</context>
<context>
    <name>ropescope::ManualWindow</name>
    <message>
        <source>RoPEScope manual</source>
        <translation>RoPEScope 手册</translation>
    </message>
    <message>
        <source>Find (Return: next place)</source>
        <translation>查找（回车：下一处）</translation>
    </message>
    <message>
        <source>Leaves the pages that have these words (Ctrl+F)</source>
        <translation>只留下含有这些字的页面（Ctrl+F）</translation>
    </message>
    <message>
        <source>Find in the manual</source>
        <translation>在手册中查找</translation>
    </message>
    <message>
        <source>Pages of the manual</source>
        <translation>手册页面</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页面</translation>
    </message>
</context>
<context>
    <name>ropescope::MapOverlay</name>
    <message>
        <source>Key (token attended to)</source>
        <translation>键（被关注的词元）</translation>
    </message>
    <message>
        <source>Query (token attending)</source>
        <translation>查询（发出关注的词元）</translation>
    </message>
    <message>
        <source>drawing…</source>
        <translation>正在绘制…</translation>
    </message>
</context>
<context>
    <name>ropescope::MapPane</name>
    <message>
        <source>probability</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>ln probability</source>
        <translation>ln 概率</translation>
    </message>
    <message>
        <source>logit</source>
        <translation>logit</translation>
    </message>
    <message>
        <source>query cosine</source>
        <translation>查询余弦</translation>
    </message>
    <message>
        <source>key cosine</source>
        <translation>键余弦</translation>
    </message>
    <message>
        <source>logit of pair %1</source>
        <translation>通道对 %1 的 logit</translation>
    </message>
    <message>
        <source>phase of pair %1</source>
        <translation>通道对 %1 的相位</translation>
    </message>
    <message>
        <source>linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>log</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>square root</source>
        <translation>平方根</translation>
    </message>
    <message>
        <source>%1, original</source>
        <translation>%1，原始</translation>
    </message>
    <message>
        <source>%1 minus %2</source>
        <translation>%1 减 %2</translation>
    </message>
    <message>
        <source>Original, or reference</source>
        <translation>原始或参照</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>正在打开…</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>原始</translation>
    </message>
    <message>
        <source>Δ %1</source>
        <translation>Δ %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>…</source>
        <translation>…</translation>
    </message>
    <message>
        <source>logit %1   p %2</source>
        <translation>logit %1   p %2</translation>
    </message>
    <message>
        <source>pair %1: %2 of the logit</source>
        <translation>通道对 %1：logit 中的 %2</translation>
    </message>
    <message>
        <source>logit %1</source>
        <translation>logit %1</translation>
    </message>
    <message>
        <source>query %1 · key %2 · lag %3 · %4</source>
        <translation>查询 %1 · 键 %2 · 滞后 %3 · %4</translation>
    </message>
    <message>
        <source>Nothing is open. Drop a trace or a model here, or press Ctrl+O.</source>
        <translation>尚未打开任何内容。把轨迹或模型拖到这里，或按 Ctrl+O。</translation>
    </message>
    <message>
        <source>%1 keeps %2 of %3 keys, %4 of the attention is lost</source>
        <translation>%1 保留 %3 个键中的 %2 个，损失 %4 的注意力</translation>
    </message>
    <message>
        <source>key %1 · query loses %2</source>
        <translation>键%1 · 查询损失 %2</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>已丢弃</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>已保留</translation>
    </message>
</context>
<context>
    <name>ropescope::MessageCard</name>
    <message>
        <source>Dismiss this message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>Dismiss message</source>
        <translation>关闭消息</translation>
    </message>
</context>
<context>
    <name>ropescope::NextTokenBars</name>
    <message>
        <source>Probabilities of the next token</source>
        <translation>下一词元的概率</translation>
    </message>
    <message>
        <source>token without text</source>
        <translation>无文本的词元</translation>
    </message>
    <message>
        <source>“%1”: %2</source>
        <translation>“%1”：%2</translation>
    </message>
    <message>
        <source>“%1”: %2 before, %3 after</source>
        <translation>“%1”：之前 %2，之后 %3</translation>
    </message>
</context>
<context>
    <name>ropescope::NextTokenCard</name>
    <message>
        <source>How far the edit moves the next token&apos;s distribution: KL(before || after), in nats</source>
        <translation>编辑使下一词元分布移动多少：KL(之前 || 之后)，单位奈特</translation>
    </message>
    <message>
        <source>KL divergence</source>
        <translation>KL 散度</translation>
    </message>
    <message>
        <source>Next token</source>
        <translation>下一词元</translation>
    </message>
    <message>
        <source>KL %1 nats</source>
        <translation>KL %1 奈特</translation>
    </message>
</context>
<context>
    <name>ropescope::PageTabs</name>
    <message>
        <source>All pages</source>
        <translation>所有页面</translation>
    </message>
    <message>
        <source>&amp;Page</source>
        <translation>页面(&amp;P)</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>另 %1 页</translation>
    </message>
</context>
<context>
    <name>ropescope::PairBars</name>
    <message>
        <source>RoPE channel pairs</source>
        <translation>RoPE 通道对</translation>
    </message>
    <message>
        <source>pair %1 · dims %2, %3 · T %4</source>
        <translation>通道对 %1 · 维度 %2, %3 · T %4</translation>
    </message>
    <message>
        <source> · %1 of energy</source>
        <translation> · 占能量 %1</translation>
    </message>
    <message>
        <source> · stands still</source>
        <translation> · 静止</translation>
    </message>
    <message>
        <source> · replaced by its mean</source>
        <translation> · 以均值代替</translation>
    </message>
    <message>
        <source> · gain %1</source>
        <translation> · 增益 %1</translation>
    </message>
    <message>
        <source> · %1 to the logit</source>
        <translation> · 对 logit %1</translation>
    </message>
    <message>
        <source>no pair selected</source>
        <translation>未选择通道对</translation>
    </message>
</context>
<context>
    <name>ropescope::PairWavesView</name>
    <message>
        <source>Waves of the channel pairs</source>
        <translation>各通道对的波</translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>lag t − i (tokens)</source>
        <translation>滞后 t − i（词元）</translation>
    </message>
    <message>
        <source>logit</source>
        <translation>logit</translation>
    </message>
    <message>
        <source>Amplitude A and phase φ of each pair&apos;s wave A cos(φ + lag θ): click a pair to see it over the lag</source>
        <translation>每个通道对的波 A cos(φ + 滞后 θ) 的振幅 A 和相位 φ：点击一个通道对查看它随滞后的变化</translation>
    </message>
    <message>
        <source>wavelength 2π/θ (tokens)</source>
        <translation>波长 2π/θ（词元）</translation>
    </message>
    <message>
        <source>φ</source>
        <translation>φ</translation>
    </message>
    <message>
        <source>No head is shown yet.</source>
        <translation>尚未显示任何头。</translation>
    </message>
    <message>
        <source>Choose a pair to see its own wave</source>
        <translation>选择一个通道对查看它自己的波</translation>
    </message>
    <message>
        <source>pair %1 · T %2 · amplitude %3 · phase %4 rad</source>
        <translation>通道对 %1 · T %2 · 振幅 %3 · 相位 %4 弧度</translation>
    </message>
    <message>
        <source>all pairs: predicted profile</source>
        <translation>全部通道对：预测曲线</translation>
    </message>
    <message>
        <source>pair %1 alone</source>
        <translation>仅通道对 %1</translation>
    </message>
</context>
<context>
    <name>ropescope::PatternGallery</name>
    <message>
        <source>%1 % of a threshold</source>
        <translation>阈值的 %1 %</translation>
    </message>
    <message>
        <source>%1, from %2 on</source>
        <translation>%1，从 %2 起</translation>
    </message>
    <message>
        <source>Every head reaches the threshold of some pattern.</source>
        <translation>每个头都达到某个模式的阈值。</translation>
    </message>
    <message>
        <source>No head of this run has it most. The nearest is %1: %2.</source>
        <translation>此次运行没有头以它为最。最接近的是 %1：%2。</translation>
    </message>
    <message>
        <source>Pattern gallery</source>
        <translation>模式图库</translation>
    </message>
    <message>
        <source>Best examples: %1</source>
        <translation>最佳示例：%1</translation>
    </message>
    <message>
        <source>%1: evidence of re-access %2, sequential %3, periodic %4, seasonal %5</source>
        <translation>%1：重访的证据 %2，顺序 %3，周期 %4，季节 %5</translation>
    </message>
    <message>
        <source>Known once all heads are scored.</source>
        <translation>所有头评分后可知。</translation>
    </message>
</context>
<context>
    <name>ropescope::PatternLegend</name>
    <message>
        <source>Patterns of the heads</source>
        <translation>各头的模式</translation>
    </message>
    <message>
        <source>The pattern with the most evidence, by the thresholds of the view</source>
        <translation>按当前阈值，证据最多的模式</translation>
    </message>
</context>
<context>
    <name>ropescope::PhasorBars</name>
    <message>
        <source>What each pair adds to the logit</source>
        <translation>每个通道对对 logit 的贡献</translation>
    </message>
    <message>
        <source>Pale: the most that a pair could add or take, s |q| |k|. Full: what it does at this angle. Click a pair to see its angle.</source>
        <translation>浅色：通道对最多能加减多少，s |q| |k|。深色：在此角度下实际多少。点击一个通道对查看其角度。</translation>
    </message>
</context>
<context>
    <name>ropescope::PhasorPlane</name>
    <message>
        <source>The pairs of the logit as vectors</source>
        <translation>把 logit 的通道对画成向量</translation>
    </message>
    <message>
        <source>Each pair is a vector of length s |q| |k|. Its angle is that between query and key, φ, plus what RoPE turns it by, (t − i) θ. Along the horizontal axis the vectors sum to the logit. Dashed: the chosen pair before the rotation.</source>
        <translation>每个通道对是长度为 s |q| |k| 的向量。其角度为查询与键的夹角 φ 加上 RoPE 的转角 (t − i) θ。沿水平轴向量之和即 logit。虚线：所选通道对旋转之前。</translation>
    </message>
    <message>
        <source>logit %1</source>
        <translation>logit %1</translation>
    </message>
</context>
<context>
    <name>ropescope::PicturePreview</name>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
</context>
<context>
    <name>ropescope::PresenterWindow</name>
    <message>
        <source>Presenter notes</source>
        <translation>讲者备注</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>Since these notes were opened</source>
        <translation>自打开备注起</translation>
    </message>
    <message>
        <source>%1 / %2  %3</source>
        <translation>%1 / %2  %3</translation>
    </message>
    <message>
        <source>*No notes for this step.*</source>
        <translation>*本步没有备注。*</translation>
    </message>
    <message>
        <source>**Question.** %1</source>
        <translation>**问题。** %1</translation>
    </message>
    <message>
        <source>

**Answer.** %1</source>
        <translation>

**答案。** %1</translation>
    </message>
    <message>
        <source>This is the last step.</source>
        <translation>这是最后一步。</translation>
    </message>
    <message>
        <source>Next: %1</source>
        <translation>下一步：%1</translation>
    </message>
</context>
<context>
    <name>ropescope::PrunePage</name>
    <message>
        <source>Measure how the perplexity of the prompt rises as layers are skipped or heads masked.</source>
        <translation>测量跳过层或屏蔽头时提示的困惑度如何上升。</translation>
    </message>
</context>
<context>
    <name>ropescope::PruneView</name>
    <message>
        <source>Pruning layers and heads</source>
        <translation>剪除层和头</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>头</translation>
    </message>
    <message>
        <source>Skip layers: ShortGPT, TAPPA and random orders</source>
        <translation>跳过层：ShortGPT、TAPPA 与随机顺序</translation>
    </message>
    <message>
        <source>Mask heads: of highest and lowest q-similarity first, and at random</source>
        <translation>屏蔽头：q 相似度最高者先、最低者先，以及随机</translation>
    </message>
    <message>
        <source>β</source>
        <translation>β</translation>
    </message>
    <message>
        <source>TAPPA&apos;s beta</source>
        <translation>TAPPA 的 β</translation>
    </message>
    <message>
        <source>TAPPA&apos;s weight of the q-similarity; 0 is ShortGPT, 0.1 to 0.3 in the paper</source>
        <translation>TAPPA 中 q 相似度的权重；0 即 ShortGPT，论文中为 0.1 到 0.3</translation>
    </message>
    <message>
        <source>What goes first stands first. In colour: layers that stand elsewhere than ShortGPT has them</source>
        <translation>先去掉的排在前面。着色：与 ShortGPT 位置不同的层</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Runs the model with more and more taken out</source>
        <translation>逐步去掉更多部分来运行模型</translation>
    </message>
</context>
<context>
    <name>ropescope::RopePanel</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Sweep ▷</source>
        <translation>扫描 ▷</translation>
    </message>
    <message>
        <source>Scaling: %1</source>
        <translation>缩放：%1</translation>
    </message>
    <message>
        <source>Pair %1</source>
        <translation>通道对 %1</translation>
    </message>
    <message>
        <source> → slot %1</source>
        <translation> → 槽 %1</translation>
    </message>
    <message>
        <source>, mean</source>
        <translation>，均值</translation>
    </message>
    <message>
        <source>dims %1, %2</source>
        <translation>维度 %1, %2</translation>
    </message>
    <message>
        <source>T %1</source>
        <translation>T %1</translation>
    </message>
    <message>
        <source>Edits</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Remove or stop slow slots, replace pairs by their mean</source>
        <translation>移除或停住慢槽，以均值代替通道对</translation>
    </message>
    <message>
        <source>Turn the base down to 1e2 and back</source>
        <translation>把基数降到 1e2 再回来</translation>
    </message>
    <message>
        <source>Undo the last edit</source>
        <translation>撤销上一次编辑</translation>
    </message>
    <message>
        <source>Redo the edit that was undone</source>
        <translation>重做被撤销的编辑</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Back to the model&apos;s own rotation (R)</source>
        <translation>恢复模型自身的旋转（R）</translation>
    </message>
    <message>
        <source>RoPE channels</source>
        <translation>RoPE 通道</translation>
    </message>
    <message>
        <source>Gain of the selected pair</source>
        <translation>所选通道对的增益</translation>
    </message>
    <message>
        <source>Factor on this pair&apos;s part of the logit; 0 removes it</source>
        <translation>此通道对对 logit 贡献的系数；0 为移除</translation>
    </message>
    <message>
        <source>Gain of the selected pair as a number</source>
        <translation>以数字输入所选通道对的增益</translation>
    </message>
    <message>
        <source>Wavelength 2π/θ after the edit, in tokens</source>
        <translation>编辑后的波长 2π/θ，单位词元</translation>
    </message>
    <message>
        <source>Wavelength 2π/θ in tokens</source>
        <translation>波长 2π/θ，单位词元</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>增益</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Frequency scaling of the model; an edited base keeps it</source>
        <translation>模型的频率缩放；编辑基数时保留</translation>
    </message>
</context>
<context>
    <name>ropescope::RowProfileView</name>
    <message>
        <source>Query row</source>
        <translation>查询行</translation>
    </message>
    <message>
        <source>probability</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>logit</source>
        <translation>logit</translation>
    </message>
    <message>
        <source>Softmax over the keys that the query sees</source>
        <translation>对查询可见的键取 softmax</translation>
    </message>
    <message>
        <source>The scaled product before the softmax</source>
        <translation>softmax 之前的缩放点积</translation>
    </message>
    <message>
        <source>key (token attended to)</source>
        <translation>键（被关注的词元）</translation>
    </message>
    <message>
        <source>Wheel: zoom · drag: move · double click: all keys</source>
        <translation>滚轮：缩放 · 拖动：移动 · 双击：全部键</translation>
    </message>
    <message>
        <source>Point at a cell of the map.</source>
        <translation>请指向图中的一格。</translation>
    </message>
    <message>
        <source>Query %1 over the %2 keys that it sees</source>
        <translation>查询 %1 对它可见的 %2 个键</translation>
    </message>
    <message>
        <source>. The sink, key 0, plays no part in the range</source>
        <translation>。汇聚点（键 0）不计入范围</translation>
    </message>
    <message>
        <source>original</source>
        <translation>原始</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>编辑后</translation>
    </message>
    <message>
        <source>this</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>query %1</source>
        <translation>查询 %1</translation>
    </message>
    <message>
        <source>key %1 %2 · p %3</source>
        <translation>键 %1 %2 · p %3</translation>
    </message>
    <message>
        <source>, originally %1</source>
        <translation>，原为 %1</translation>
    </message>
    <message>
        <source>, reference %1</source>
        <translation>，参照 %1</translation>
    </message>
    <message>
        <source> · logit %1 · lag %2</source>
        <translation> · logit %1 · 滞后 %2</translation>
    </message>
</context>
<context>
    <name>ropescope::ScalingView</name>
    <message>
        <source>Scaling of the frequencies</source>
        <translation>频率的缩放</translation>
    </message>
    <message>
        <source>channel pair</source>
        <translation>通道对</translation>
    </message>
    <message>
        <source>T = 2π/θ (tokens)</source>
        <translation>T = 2π/θ（词元）</translation>
    </message>
    <message>
        <source>Pairs above a line turn less than once within that many tokens</source>
        <translation>在线之上的通道对，在那么多词元内转不满一圈</translation>
    </message>
    <message>
        <source>No head is shown yet.</source>
        <translation>尚未显示任何头。</translation>
    </message>
    <message>
        <source>This head does not rotate, so nothing is scaled.</source>
        <translation>此头不旋转，没有缩放。</translation>
    </message>
    <message>
        <source>original context %1</source>
        <translation>原始上下文 %1</translation>
    </message>
    <message>
        <source>context %1</source>
        <translation>上下文 %1</translation>
    </message>
    <message>
        <source>unscaled</source>
        <translation>未缩放</translation>
    </message>
    <message>
        <source>scaled, as the model runs</source>
        <translation>缩放后，即模型运行时</translation>
    </message>
    <message>
        <source>the model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>编辑后</translation>
    </message>
    <message>
        <source>attention factor %1</source>
        <translation>注意力系数 %1</translation>
    </message>
    <message>
        <source>pair %1 · T %2</source>
        <translation>通道对 %1 · T %2</translation>
    </message>
    <message>
        <source> · scaled %1 (× %2)</source>
        <translation> · 缩放后 %1（× %2）</translation>
    </message>
    <message>
        <source> · edited %1</source>
        <translation> · 编辑后 %1</translation>
    </message>
    <message>
        <source>%1 on show</source>
        <translation>显示 %1</translation>
    </message>
    <message>
        <source> · removed</source>
        <translation> · 已移除</translation>
    </message>
</context>
<context>
    <name>ropescope::ScoreChooser</name>
    <message>
        <source>What the heads show</source>
        <translation>头网格显示什么</translation>
    </message>
    <message>
        <source>Show each head&apos;s map, or colour the heads by a score</source>
        <translation>显示各头的图，或按得分着色</translation>
    </message>
    <message>
        <source>Scoring all heads…</source>
        <translation>正在为所有头评分…</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>头</translation>
    </message>
    <message>
        <source>Maps</source>
        <translation>图</translation>
    </message>
    <message>
        <source>A small picture of each head&apos;s attention map</source>
        <translation>每个头注意力图的缩略图</translation>
    </message>
</context>
<context>
    <name>ropescope::ScoreLegend</name>
    <message>
        <source>Colours of the scores</source>
        <translation>得分的颜色</translation>
    </message>
    <message>
        <source>From the lowest score of all heads to the highest</source>
        <translation>从所有头的最低分到最高分</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 到 %2</translation>
    </message>
</context>
<context>
    <name>ropescope::ScoreMap</name>
    <message>
        <source>Layers by heads</source>
        <translation>层 × 头</translation>
    </message>
    <message>
        <source>%1, layers by heads</source>
        <translation>%1，层 × 头</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Layer %1 · Head %2, %3 %4</source>
        <translation>第 %1 层 · 头 %2，%3 %4</translation>
    </message>
</context>
<context>
    <name>ropescope::ScoreMapCard</name>
    <message>
        <source>Layers × heads</source>
        <translation>层 × 头</translation>
    </message>
    <message>
        <source>What the map of layers and heads shows</source>
        <translation>层与头的图显示什么</translation>
    </message>
    <message>
        <source>The number shown of every head</source>
        <translation>每个头所显示的数</translation>
    </message>
    <message>
        <source>Known once all heads are scored.</source>
        <translation>所有头评分后可知。</translation>
    </message>
</context>
<context>
    <name>ropescope::SeasonView</name>
    <message>
        <source>Season of queries and keys</source>
        <translation>查询和键的季节</translation>
    </message>
    <message>
        <source>lag (tokens)</source>
        <translation>滞后（词元）</translation>
    </message>
    <message>
        <source>autocorrelation</source>
        <translation>自相关</translation>
    </message>
    <message>
        <source>channel pair</source>
        <translation>通道对</translation>
    </message>
    <message>
        <source>L θ from 2π (rad)</source>
        <translation>L θ 与 2π 之差（弧度）</translation>
    </message>
    <message>
        <source>How alike the content of queries, and of keys, is that many tokens apart: raw vectors less their mean</source>
        <translation>相隔那么多词元的查询内容、键内容有多相似：原始向量减去均值</translation>
    </message>
    <message>
        <source>How far the season L turns each pair from a multiple of 2π: 0 is resonance</source>
        <translation>季节 L 使每个通道对偏离 2π 的倍数多少：0 为共振</translation>
    </message>
    <message>
        <source>No head is shown yet.</source>
        <translation>尚未显示任何头。</translation>
    </message>
    <message>
        <source>Queries and keys do not vary here, so nothing can repeat.</source>
        <translation>这里查询和键不变化，无从重复。</translation>
    </message>
    <message>
        <source>queries</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>keys</source>
        <translation>键</translation>
    </message>
    <message>
        <source>L = %1 tokens</source>
        <translation>L = %1 个词元</translation>
    </message>
    <message>
        <source>pair %1 · L θ is %2 rad from a multiple of 2π</source>
        <translation>通道对 %1 · L θ 偏离 2π 的倍数 %2 弧度</translation>
    </message>
    <message>
        <source>lag %1 · queries %2 · keys %3</source>
        <translation>滞后 %1 · 查询 %2 · 键 %3</translation>
    </message>
    <message>
        <source>season of %1 tokens · strength %2 · resonance %3</source>
        <translation>季节 %1 个词元 · 强度 %2 · 共振 %3</translation>
    </message>
    <message>
        <source>no season: queries and keys do not repeat together</source>
        <translation>无季节：查询和键不一同重复</translation>
    </message>
</context>
<context>
    <name>ropescope::Session</name>
    <message>
        <source>Cell (%1, %2) does not exist: there are %3 tokens.</source>
        <translation>格 (%1, %2) 不存在：共有 %3 个词元。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1, earlier text</source>
        <translation>%1，先前的文本</translation>
    </message>
    <message>
        <source>A trace holds one run: an edit of the whole model needs the model.</source>
        <translation>轨迹只是一次运行：编辑整个模型需要模型。</translation>
    </message>
</context>
<context>
    <name>ropescope::SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Colours of all windows</source>
        <translation>所有窗口的颜色</translation>
    </message>
    <message>
        <source> px</source>
        <translation> 像素</translation>
    </message>
    <message>
        <source>Type size</source>
        <translation>字号</translation>
    </message>
    <message>
        <source>Height of the letters; %1 is usual</source>
        <translation>字的高度；通常为 %1</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>随系统</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Of the window, from the next start on</source>
        <translation>窗口的语言，下次启动生效</translation>
    </message>
    <message>
        <source>The fastest there is</source>
        <translation>最快的</translation>
    </message>
    <message>
        <source>Graphics card (Vulkan)</source>
        <translation>显卡（Vulkan）</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>Maps are drawn by</source>
        <translation>绘图使用</translation>
    </message>
    <message>
        <source>From the next start on; --backend overrules it</source>
        <translation>下次启动生效；--backend 优先</translation>
    </message>
    <message>
        <source>one for each core</source>
        <translation>每核一个</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>Of the processor, from the next start on; --threads overrules it</source>
        <translation>处理器的线程数，下次启动生效；--threads 优先</translation>
    </message>
    <message>
        <source>Language, drawing and threads change at the next start.</source>
        <translation>语言、绘图和线程在下次启动时生效。</translation>
    </message>
</context>
<context>
    <name>ropescope::SimilarHeads</name>
    <message>
        <source>Similar heads</source>
        <translation>相似的头</translation>
    </message>
    <message>
        <source>%1, distance %2: root mean square difference of nine numbers of the map, in standard deviations over all heads</source>
        <translation>%1，距离 %2：图的九个数之差的均方根，以所有头的标准差为单位</translation>
    </message>
    <message>
        <source>There is no head to compare with.</source>
        <translation>没有可比较的头。</translation>
    </message>
    <message>
        <source>Known once all heads are scored.</source>
        <translation>所有头评分后可知。</translation>
    </message>
</context>
<context>
    <name>ropescope::SimilarityView</name>
    <message>
        <source>q-similarity matrix</source>
        <translation>q 相似度矩阵</translation>
    </message>
    <message>
        <source>q</source>
        <translation>q</translation>
    </message>
    <message>
        <source>k</source>
        <translation>k</translation>
    </message>
    <message>
        <source>Compare queries</source>
        <translation>比较查询</translation>
    </message>
    <message>
        <source>Compare keys</source>
        <translation>比较键</translation>
    </message>
    <message>
        <source>raw</source>
        <translation>原始</translation>
    </message>
    <message>
        <source>rotated</source>
        <translation>旋转后</translation>
    </message>
    <message>
        <source>Before RoPE: the content alone</source>
        <translation>RoPE 之前：仅内容</translation>
    </message>
    <message>
        <source>After RoPE, as the head multiplies them, under the present edit</source>
        <translation>RoPE 之后，即头相乘时的样子，带当前编辑</translation>
    </message>
    <message>
        <source>No head is shown yet.</source>
        <translation>尚未显示任何头。</translation>
    </message>
    <message>
        <source>k-similarity</source>
        <translation>k 相似度</translation>
    </message>
    <message>
        <source>q-similarity</source>
        <translation>q 相似度</translation>
    </message>
    <message>
        <source>%1 of this head
%2  all pairs, raw
%3  last %4 tokens, rotated
%5  neighbours, raw</source>
        <translation>此头的%1
%2  全部两两，原始
%3  最后 %4 个词元，旋转后
%5  相邻，原始</translation>
    </message>
    <message>
        <source>All pairs: tokens before %1. Keys: without the first token, whose length is far from the others&apos;.</source>
        <translation>全部两两：%1 之前的词元。键：不含第一个词元，其长度与其他相差很大。</translation>
    </message>
    <message>
        <source>cosine, %1 dark to %2 bright</source>
        <translation>余弦，%1 暗，%2 亮</translation>
    </message>
    <message>
        <source>%1 %2 · %3 %4 · cosine %5</source>
        <translation>%1 %2 · %3 %4 · 余弦 %5</translation>
    </message>
    <message>
        <source>Cosine of every key with every key</source>
        <translation>键两两的余弦</translation>
    </message>
    <message>
        <source>Cosine of every query with every query</source>
        <translation>查询两两的余弦</translation>
    </message>
</context>
<context>
    <name>ropescope::SourcePane</name>
    <message>
        <source>%1 × %2 heads · d %3</source>
        <translation>%1 × %2 个头 · d %3</translation>
    </message>
    <message>
        <source>%1, random tokens</source>
        <translation>%1，随机词元</translation>
    </message>
    <message>
        <source>id %1</source>
        <translation>id %1</translation>
    </message>
    <message>
        <source>%1 × %2 head · d %3</source>
        <translation>%1 × %2 头 · d %3</translation>
    </message>
</context>
<context>
    <name>ropescope::SourcePanel</name>
    <message>
        <source>Random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>Run ⏎</source>
        <translation>运行 ⏎</translation>
    </message>
    <message>
        <source>Continue by %1</source>
        <translation>续写 %1</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示文本</translation>
    </message>
    <message>
        <source>Run random tokens, then the same tokens again: patterns that stay need no content, and induction heads show</source>
        <translation>运行随机词元，再重复同样的词元：不需要内容的模式会保留，归纳头会显现</translation>
    </message>
    <message>
        <source>Run the model on this prompt (Ctrl+Return)</source>
        <translation>用此提示文本运行模型（Ctrl+Return）</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>T </source>
        <translation>T </translation>
    </message>
    <message>
        <source>greedy</source>
        <translation>贪心</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Temperature of the tokens that the model adds: greedy takes the likeliest, 1 draws as the model says</source>
        <translation>模型续写词元的温度：贪心取最可能的，1 按模型的概率抽取</translation>
    </message>
    <message>
        <source>Have the model write %1 tokens on, and see what they attend to</source>
        <translation>让模型续写 %1 个词元，看它们关注什么</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Running the model …</source>
        <translation>模型运行中…</translation>
    </message>
    <message>
        <source>%1 tok.</source>
        <translation>%1 词元</translation>
    </message>
    <message>
        <source>Type a prompt, then Ctrl+Return</source>
        <translation>输入提示文本，再按 Ctrl+Return</translation>
    </message>
    <message>
        <source>This trace has no text.</source>
        <translation>此轨迹没有文本。</translation>
    </message>
    <message>
        <source>The prompt. Ctrl+Return runs the model on it</source>
        <translation>提示文本。Ctrl+Return 用它运行模型</translation>
    </message>
    <message>
        <source>The text of this trace; it cannot be changed</source>
        <translation>此轨迹的文本；不能更改</translation>
    </message>
</context>
<context>
    <name>ropescope::SpectrumView</name>
    <message>
        <source>Singular values of queries and keys</source>
        <translation>查询和键的奇异值</translation>
    </message>
    <message>
        <source>direction, strongest first</source>
        <translation>方向，最强在前</translation>
    </message>
    <message>
        <source>singular value</source>
        <translation>奇异值</translation>
    </message>
    <message>
        <source>No head is shown yet.</source>
        <translation>尚未显示任何头。</translation>
    </message>
    <message>
        <source>%1: effective rank %2, first holds %3</source>
        <translation>%1：有效秩 %2，第一个占 %3</translation>
    </message>
    <message>
        <source>queries</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>keys</source>
        <translation>键</translation>
    </message>
    <message>
        <source>Effective rank: the participation ratio (Σ s²)² / Σ s⁴, how many directions the vectors spread over. First: s₁² / Σ s², near 100 % for massive values.</source>
        <translation>有效秩：参与比 (Σ s²)² / Σ s⁴，即向量分布在多少个方向上。第一个：s₁² / Σ s²，有巨量值时接近 100 %。</translation>
    </message>
    <message>
        <source>direction %1 · queries %2 · keys %3</source>
        <translation>方向 %1 · 查询 %2 · 键 %3</translation>
    </message>
    <message>
        <source>Raw queries and keys, before RoPE</source>
        <translation>RoPE 之前的原始查询和键</translation>
    </message>
</context>
<context>
    <name>ropescope::TheoryCard</name>
    <message>
        <source>tightness %1</source>
        <translation>紧度 %1</translation>
    </message>
    <message>
        <source>0 violations</source>
        <translation>0 处违反</translation>
    </message>
    <message numerus="yes">
        <source>%n violation(s)</source>
        <translation>
            <numerusform>%n 处违反</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: holds</source>
        <translation>%1：成立</translation>
    </message>
    <message>
        <source>%1: does not hold</source>
        <translation>%1：不成立</translation>
    </message>
    <message>
        <source>Tightness: sum of the measured numbers over the sum of the bounds (the other way round for a bound from below), 1 where nothing is given away. Violations: cells that break the bound by more than rounding; there must be none. Queries: those that have a cell at this shift to be compared with; the last, for one, has no next.</source>
        <translation>紧度：实测值之和与界之和的比（下界则相反），1 为毫无余量。违反：超出舍入误差而破界的格；不应有。查询：在此位移下有格可比的查询；例如最后一个没有下一个。</translation>
    </message>
</context>
<context>
    <name>ropescope::TheoryPanel</name>
    <message>
        <source>What theory says of this head</source>
        <translation>理论如何看此头</translation>
    </message>
    <message>
        <source>measuring…</source>
        <translation>正在测量…</translation>
    </message>
</context>
<context>
    <name>ropescope::ViewBar</name>
    <message>
        <source>Probability</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>Logit</source>
        <translation>Logit</translation>
    </message>
    <message>
        <source>Log-probability</source>
        <translation>对数概率</translation>
    </message>
    <message>
        <source>Query similarity</source>
        <translation>查询相似度</translation>
    </message>
    <message>
        <source>Key similarity</source>
        <translation>键相似度</translation>
    </message>
    <message>
        <source>Contribution of pair %1</source>
        <translation>通道对 %1 的贡献</translation>
    </message>
    <message>
        <source>Phase of pair %1</source>
        <translation>通道对 %1 的相位</translation>
    </message>
    <message>
        <source>What a cell shows</source>
        <translation>格子显示什么</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>显示的量</translation>
    </message>
    <message>
        <source>linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>log</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>√</source>
        <translation>√</translation>
    </message>
    <message>
        <source>Linear colour scale</source>
        <translation>线性颜色标度</translation>
    </message>
    <message>
        <source>Logarithmic colour scale: weak attention shows too</source>
        <translation>对数颜色标度：弱注意力也可见</translation>
    </message>
    <message>
        <source>Square-root colour scale</source>
        <translation>平方根颜色标度</translation>
    </message>
    <message>
        <source>Colour map: all are safe for the colour-blind</source>
        <translation>颜色表：对色盲都安全</translation>
    </message>
    <message>
        <source>Colour map</source>
        <translation>颜色表</translation>
    </message>
    <message>
        <source>Leave out sink</source>
        <translation>排除汇聚点</translation>
    </message>
    <message>
        <source>Fit the colours without key 0, which many heads attend to for want of anything better</source>
        <translation>定颜色范围时不计键 0：许多头因无处可看而看它</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>全图</translation>
    </message>
    <message>
        <source>Show the whole map (F)</source>
        <translation>显示整个图（F）</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>编辑后</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>原始</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差</translation>
    </message>
    <message>
        <source>With your edit</source>
        <translation>带你的编辑</translation>
    </message>
    <message>
        <source>As the model has it</source>
        <translation>模型自身的样子</translation>
    </message>
    <message>
        <source>Edited minus original</source>
        <translation>编辑后减原始</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>并排</translation>
    </message>
    <message>
        <source>The original beside it, with linked zoom (Ctrl+T)</source>
        <translation>旁边显示原始，缩放联动（Ctrl+T）</translation>
    </message>
    <message>
        <source>Flicker</source>
        <translation>闪烁</translation>
    </message>
    <message>
        <source>The original now and then in the same place (Ctrl+L); Esc stops. Hold Shift on the map to see it</source>
        <translation>在同一位置交替显示原始（Ctrl+L）；Esc 停止。在图上按住 Shift 可查看</translation>
    </message>
    <message>
        <source>Export figure…</source>
        <translation>导出图…</translation>
    </message>
    <message>
        <source>Save this map as PDF, SVG, PNG or NPY (Ctrl+E)</source>
        <translation>把此图存为 PDF、SVG、PNG 或 NPY（Ctrl+E）</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>参照</translation>
    </message>
    <message>
        <source>Minus %1</source>
        <translation>减 %1</translation>
    </message>
</context>
<context>
    <name>ropescope::Welcome</name>
    <message>
        <source>Move a RoPE channel</source>
        <translation>移动一个 RoPE 通道</translation>
    </message>
    <message>
        <source>Gives the head&apos;s strongest channel pair a faster frequency: diagonals appear. Ctrl+Z takes it back; drag the tall bar at the right to do it yourself</source>
        <translation>给此头最强的通道对一个更快的频率：对角线出现。Ctrl+Z 撤销；也可自己拖动右侧的高条</translation>
    </message>
    <message>
        <source>Find heads with a sink</source>
        <translation>查找有汇聚点的头</translation>
    </message>
    <message>
        <source>Leaves the heads that look back at the first token. Esc in the line above the heads shows all again</source>
        <translation>留下回看第一个词元的头。在头上方的输入行按 Esc 恢复全部</translation>
    </message>
    <message>
        <source>Take a short lesson</source>
        <translation>上一堂短课</translation>
    </message>
    <message>
        <source>Periodic diagonals, in a few steps; Esc leaves the lesson</source>
        <translation>几步看懂周期对角线；Esc 离开课程</translation>
    </message>
    <message>
        <source>Three things to try</source>
        <translation>试试三件事</translation>
    </message>
</context>
<context>
    <name>ropescope::WelcomeCard</name>
    <message>
        <source>Close this card (Esc). Help &gt; Things to try brings it back</source>
        <translation>关闭此卡片（Esc）。“帮助 &gt; 试一试”可再次打开</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
</TS>
