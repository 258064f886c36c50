import type { Plan } from '../schemas/plan.js';

/** What is shown where, and what is delivered how; as in a plan. */
export type PublishSettings = Plan['publish'];

/**
 * What a result is about. Said by the publishing job's own event, never by the evidence: whoever can forge that could
 * otherwise choose the pull request that is written to.
 */
export interface PublishTarget {
  /** As it was when the event happened. */
  readonly pullRequest: Plan['context']['pullRequest'];
  /** The commit that a check run belongs to: a pull request's head, else the commit of the event; null: none. */
  readonly commit: string | null;
  /** Branch that the event is about, when it is about no pull request. */
  readonly branch: string | null;
}

/** How one way of showing a result went. The verdict stands whatever comes of it. */
export type ChannelState =
  | { readonly state: 'written'; readonly id: number; readonly url: string; readonly action: ChannelAction }
  | { readonly state: 'skipped'; readonly reason: string }
  | ChannelFailure;

export type ChannelAction = 'created' | 'updated' | 'unchanged';

export interface ChannelFailure {
  readonly state: 'failed';
  /** Of the error: `github.forbidden`. */
  readonly code: string;
  readonly message: string;
  readonly hint: string | undefined;
}

export type DeliveryKind = PublishSettings['deliver']['kind'];

/** What became of the change. */
export type DeliveryState =
  | {
      readonly state: 'delivered';
      readonly kind: DeliveryKind;
      readonly url: string;
      /** One plain sentence for people. */
      readonly words: string;
      /** Of a commit or a pull request. */
      readonly branch?: string;
      readonly commit?: string;
    }
  /** There is nothing to deliver, or the change stays in the evidence as asked. */
  | { readonly state: 'skipped'; readonly kind: DeliveryKind; readonly reason: string }
  /** It was asked for, and must not be: a moved head, a protected branch, a limit. */
  | { readonly state: 'refused'; readonly kind: DeliveryKind; readonly reason: string; readonly hint: string }
  | (ChannelFailure & { readonly kind: DeliveryKind });
